// Checksums that an object store tells along with the bytes it gave or took.
#pragma once

#include <databricks/http.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// CRC-32C (RFC 3720 B.4) of bytes that follow those with this sum; 0 for the first ones.
std::uint32_t crc32c(std::uint32_t sum, std::string_view bytes);

/// Of all bytes of an object. Nothing is checked of what is not told, or not understood.
struct ContentSums {
  std::optional<std::uint32_t> crc32c{};
  std::string md5{};  // 16 bytes; empty: not told

  bool empty() const { return !crc32c && md5.empty(); }
};

/// From `x-goog-hash`, and from `Content-MD5` unless the answer is a part of the object.
ContentSums content_sums(const HttpResponse& head);

/// Sums up bytes as they come, and compares.
class ContentCheck {
 public:
  explicit ContentCheck(ContentSums expected);
  ~ContentCheck();
  ContentCheck(ContentCheck&&) noexcept;
  ContentCheck& operator=(ContentCheck&&) noexcept;

  void add(std::string_view bytes);
  /// Throws UnexpectedResponse: `what` is not what the object store has.
  void finish(std::string_view what);

 private:
  struct Md5;
  ContentSums expected_;
  std::uint32_t crc32c_ = 0;
  std::unique_ptr<Md5> md5_;
};

/// All bytes of a source. Throws as ContentCheck::finish() does, and what reading throws.
void check_content(const ContentSums& expected, const Source& source, std::string_view what);

}  // namespace databricks::detail
