// A log that tests read.
#pragma once

#include <databricks/log.hpp>

#include <mutex>
#include <string>

namespace test {

class KeptLog final : public databricks::Logger {
 public:
  bool enabled(databricks::LogLevel level) const override { return level >= databricks::LogLevel::warning; }
  void log(databricks::LogLevel, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    text_.append(text) += '\n';
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace test
