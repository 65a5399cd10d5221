// A client with small parts, its service and object store, and a directory for local files.
#pragma once

#include "store_servers.hpp"

#include <databricks/clock.hpp>
#include <databricks/log.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

namespace test {

inline constexpr std::size_t kPart = 10'000;
inline constexpr std::size_t kLeast = 30'000;  // of a multipart upload
inline constexpr std::size_t kSize = 95'000;   // ten parts, the last one shorter
inline const std::string kPath = "/Volumes/main/default/data/a b.bin";

// Sleeping takes no time, but the clock goes on.
class VirtualClock : public databricks::Clock {
 public:
  time_point now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  bool sleep(duration span, const std::stop_token& stop) override {
    const std::lock_guard lock(mutex_);
    now_ += span;
    return !stop.stop_requested();
  }

 private:
  mutable std::mutex mutex_;
  time_point now_ = std::chrono::steady_clock::now();
};

struct Log {
  std::shared_ptr<databricks::Logger> logger() {
    return databricks::function_logger([this](databricks::LogLevel, std::string_view line) {
      const std::lock_guard lock(mutex);
      text += line;
      text += '\n';
    });
  }
  std::mutex mutex;
  std::string text;
};

inline databricks::Config config_of(const std::string& origin) {
  databricks::Config config;
  config.host = origin;
  config.token = "planted-secret";
  config.clock = std::make_shared<VirtualClock>();
  config.environment = [](std::string_view) { return std::nullopt; };
  config.product = "files-test";
  config.product_version = "1.0.0";
  config.custom_headers = {{"X-Gateway", "planted-secret-gateway"}};
  auto& knobs = config.files_ext;
  knobs.multipart_upload_min_stream_size = kLeast;
  knobs.multipart_upload_default_part_size = kPart;
  knobs.multipart_upload_part_size_options = {kPart, 2 * kPart};
  knobs.multipart_upload_max_part_size = 4 * kPart;
  knobs.parallel_download_min_file_size = kLeast;
  knobs.parallel_download_default_part_size = kPart;
  knobs.multipart_upload_default_parallelism = 4;
  return config;
}

inline databricks::WorkspaceClient client_of(const std::string& origin) {
  return databricks::WorkspaceClient(config_of(origin));
}

struct Directory {
  Directory() {
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  }
  ~Directory() { std::filesystem::remove_all(name); }
  std::string path(const std::string& file) const { return name + '/' + file; }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(name), {}));
  }
  std::string write(const std::string& file, const std::string& bytes) const {
    std::ofstream(path(file), std::ios::binary) << bytes;
    return path(file);
  }
  std::string read(const std::string& file) const {
    std::ifstream stream(path(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::string name = "/tmp/databricks-test-XXXXXX";
};

/// Gives at most `step` bytes at a time, and does not say how many there are.
inline databricks::Source stream_of(const std::string& bytes, std::size_t step) {
  return databricks::Source::from_function([bytes, step, at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const auto n = bytes.copy(buffer, std::min(size, step), at);
    at += n;
    return n;
  });
}

inline bool is_same(const std::optional<std::string>& a, const std::string& b) { return a && *a == b; }

}  // namespace test
