// Sources and sinks for tests, packed bodies, and how much memory the process has needed.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <fstream>

#include "calls.hpp"

namespace test {

struct Counting : databricks::ByteSource {
  explicit Counting(std::uint64_t size, bool known = true) : left(size), is_known(known) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, size));
    std::fill_n(buffer, n, 'u');
    left -= n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return is_known ? std::optional(left) : std::nullopt; }
  std::uint64_t left;
  bool is_known;
};

struct Collecting : databricks::ByteSink {
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

struct Oops : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Throwing : databricks::ByteSource, databricks::ByteSink {
  std::size_t read(char*, std::size_t) override { throw Oops("source"); }
  void write(std::string_view) override { throw Oops("sink"); }
};

inline databricks::HttpRequest upload(const std::string& origin, databricks::ByteSource& source) {
  auto made = request(origin, "PUT");
  made.source = std::shared_ptr<databricks::ByteSource>(std::shared_ptr<void>(), &source);  // the test keeps it
  return made;
}

inline std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// The most memory the process has had in use since forget_peak(), in KiB.
inline long peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

/// What other tests needed doesn't count any more.
inline void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

}  // namespace test
