// Tells logger and observer what happens to one call, and gives its attempts their trace context.
#pragma once

#include <databricks/call.hpp>
#include <databricks/config.hpp>
#include <databricks/log.hpp>
#include <databricks/observer.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace databricks::detail {

/// What came of an attempt.
struct AttemptOutcome {
  int attempt = 1;
  const HttpRequest* request = nullptr;    // the one that was answered or failed
  const HttpResponse* response = nullptr;  // null: none
  const Error* error = nullptr;            // null: success
  std::uint64_t bytes_sent = 0;
  Clock::duration elapsed{};
  Clock::duration pause{};  // until the next attempt; 0: there is none
  bool streamed = false;    // the answer went to a sink
};

/// Of one call, on its thread. Does nothing that costs when nobody looks. No member throws what a logger or an
/// observer throws.
class CallWatch {
 public:
  /// All must outlive the watch.
  CallWatch(const Config& config, const CallOptions& options, std::string_view method, std::string_view path);
  ~CallWatch();
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  /// `GET /api/2.1/jobs/get`
  std::string operation() const;
  /// 32 hex digits: the trace id. The caller's own when the call's headers have a traceparent.
  const std::string& operation_id() const { return operation_id_; }

  /// Sets `traceparent` unless that is switched off or the caller set one. A valid one of the observer's goes before
  /// the SDK's own.
  void attempt_started(int attempt, HttpRequest& request);
  void attempt_ended(const AttemptOutcome& outcome);
  /// Any other thing worth a line at debug level; the text is made only if it is enabled.
  bool logs_debug() const { return debug_; }
  /// One line: secrets, line breaks and control characters are taken out of the text.
  void log(LogLevel level, std::string_view text) const;
  void call_ended(int attempts, int status, Clock::duration elapsed, const Error* error);

 private:
  void write(LogLevel level, std::string_view text) const;
  void log_attempt(const AttemptOutcome& outcome) const;

  const Config& config_;
  std::string_view method_;
  std::string_view path_;
  std::string operation_;  // for the observer only
  std::string operation_id_;
  std::string traceparent_;  // what attempt_started() has set last
  std::shared_ptr<Logger> logger_;
  bool debug_ = false;
  std::unique_ptr<CallObserver> observer_;
};

}  // namespace databricks::detail
