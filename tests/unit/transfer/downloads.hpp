// A client of a RangeServer, and a directory for what it downloads.
#pragma once

#include "range_server.hpp"

#include <databricks/download.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <mutex>

namespace test {

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

inline databricks::Client client_of(const std::string& origin) {
  databricks::Config config;
  config.host = origin;
  config.token = "planted-secret";
  config.clock = std::make_shared<VirtualClock>();
  config.environment = [](std::string_view) { return std::nullopt; };
  return databricks::Client(config);
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
  std::string name = "/tmp/databricks-test-XXXXXX";
};

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace test
