// A log that tests read.
#pragma once

#include <databricks/log.hpp>

#include <mutex>
#include <string>

namespace test {

/// Keeps what is at least as grave as `from`. Callable from any thread.
class KeptLog final : public databricks::Logger {
 public:
  explicit KeptLog(databricks::LogLevel from = databricks::LogLevel::warning) : from_(from) {}
  bool enabled(databricks::LogLevel level) const override { return level >= from_; }
  void log(databricks::LogLevel, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    text_.append(text) += '\n';
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  const databricks::LogLevel from_;
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace test
