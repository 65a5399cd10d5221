#include <databricks/log.hpp>

#include <array>
#include <atomic>
#include <iostream>
#include <mutex>
#include <utility>

namespace databricks {

namespace {

constexpr std::array<std::string_view, 4> kNames = {"DEBUG", "INFO", "WARNING", "ERROR"};

class FunctionLogger : public Logger {
 public:
  FunctionLogger(Function<void(LogLevel, std::string_view)> write, LogLevel least)
      : write_(std::move(write)), least_(least) {}
  bool enabled(LogLevel level) const override { return level >= least_ && write_; }
  void log(LogLevel level, std::string_view text) override {
    if (!enabled(level)) return;
    const std::lock_guard lock(mutex_);
    write_(level, text);
  }

 private:
  std::mutex mutex_{};
  Function<void(LogLevel, std::string_view)> write_;
  LogLevel least_;
};

// Never destroyed: calls may go on while the process ends.
struct Shared {
  std::mutex mutex{};
  std::shared_ptr<Logger> logger{};
  std::mutex clog{};
};

Shared& shared() {
  static Shared& state = *new Shared;
  return state;
}

// Spares calls the lock while there is no logger, which is the usual case.
constinit std::atomic<bool> is_set{false};

void write_clog(LogLevel level, std::string_view text) {
  const std::lock_guard lock(shared().clog);
  std::clog << kNames[static_cast<std::size_t>(level)] << " databricks: " << text << std::endl;
}

}  // namespace

Logger::~Logger() = default;

std::shared_ptr<Logger> function_logger(Function<void(LogLevel, std::string_view)> write, LogLevel least) {
  return std::make_shared<FunctionLogger>(std::move(write), least);
}

std::shared_ptr<Logger> clog_logger(LogLevel least) { return function_logger(write_clog, least); }

void set_default_logger(std::shared_ptr<Logger> logger) {
  // The old one is destroyed after the lock is gone: its destructor may be anything.
  const std::lock_guard lock(shared().mutex);
  is_set.store(logger != nullptr, std::memory_order_release);
  shared().logger.swap(logger);
}

std::shared_ptr<Logger> default_logger() {
  if (!is_set.load(std::memory_order_acquire)) return nullptr;
  const std::lock_guard lock(shared().mutex);
  return shared().logger;
}

}  // namespace databricks
