#include "observe/call_watch.hpp"

#include "observe/masked_text.hpp"
#include "observe/plain_text.hpp"
#include "observe/redact.hpp"
#include "observe/trace_context.hpp"

#include <databricks/service_error.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kTruncateBytes = 96;
constexpr std::size_t kLongestReason = 1024;

// Loggers and observers can't break a call.
template <class F>
void guarded(F&& function) noexcept {
  try {
    function();
  } catch (...) {
  }
}

// The trace id of the caller's own header: of this call, or of all calls of the client.
std::string caller_trace_id(const Config& config, const CallOptions& options) {
  for (const Headers* headers : {&options.headers, &config.custom_headers}) {
    if (headers->size() == 0) continue;
    if (const std::string* header = headers->find("traceparent")) return std::string(trace_id_of(*header));
  }
  return {};
}

// `0.75` for 750 ms: as many digits as are needed, at most three after the point.
std::string seconds(Clock::duration span) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  std::string fraction = std::to_string(1000 + ms % 1000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return std::to_string(ms / 1000) + (fraction.empty() ? "" : "." + fraction);
}

std::string_view request_id(const AttemptOutcome& outcome) {
  if (const auto* error = dynamic_cast<const DatabricksError*>(outcome.error); error && !error->request_id().empty()) {
    return error->request_id();
  }
  if (outcome.response == nullptr) return {};
  for (const char* name : {"x-request-id", "x-databricks-request-id"}) {
    if (const std::string* value = outcome.response->headers.find(name)) return *value;
  }
  return {};
}

std::uint64_t bytes_received(const AttemptOutcome& outcome) {
  if (outcome.response != nullptr) {
    return std::max<std::uint64_t>(outcome.response->body_bytes, outcome.response->body.size());
  }
  const auto* error = dynamic_cast<const TransportError*>(outcome.error);
  return error ? error->bytes_received() : 0;
}

AttemptEnd event(const AttemptOutcome& outcome) {
  const HttpResponse* response = outcome.response;
  return {outcome.attempt,     response ? response->status : 0,
          outcome.bytes_sent,  bytes_received(outcome),
          outcome.elapsed,     response ? response->timings : HttpTimings{},
          request_id(outcome), outcome.error,
          outcome.pause};
}

}  // namespace

CallWatch::CallWatch(const Config& config, const CallOptions& options, std::string_view method, std::string_view path)
    : config_(config), method_(method), path_(path), operation_id_(caller_trace_id(config, options)) {
  if (operation_id_.empty()) operation_id_ = new_trace_id();
  logger_ = config.logger ? config.logger : default_logger();
  if (logger_) guarded([&] { debug_ = logger_->enabled(LogLevel::debug); });
  if (config.observer) {
    operation_ = operation();
    guarded([&] { observer_ = config.observer->call_started({operation_, operation_id_, options.tag, config.host}); });
  }
}

CallWatch::~CallWatch() = default;

std::string CallWatch::operation() const { return std::string(method_).append(" ").append(path_); }

void CallWatch::attempt_started(int attempt, HttpRequest& request) {
  std::string observers;
  if (observer_) guarded([&] { observers = observer_->attempt_started(attempt); });
  if (!config_.send_traceparent.value_or(true)) return;
  const std::string* header = request.headers.find("traceparent");
  if (header != nullptr && *header != traceparent_) return;  // the caller's
  traceparent_ = trace_id_of(observers).empty() ? new_traceparent(operation_id_) : std::move(observers);
  request.headers.set("traceparent", traceparent_);
}

void CallWatch::attempt_ended(const AttemptOutcome& outcome) {
  if (debug_) guarded([&] { log_attempt(outcome); });
  if (observer_) guarded([&] { observer_->attempt_ended(event(outcome)); });
}

void CallWatch::log_attempt(const AttemptOutcome& outcome) const {
  const bool answered = outcome.response != nullptr;
  const bool told = answered && outcome.response->status >= 400;  // by the answer itself
  const std::string failure = outcome.error && !told ? outcome.error->what() : std::string();
  if (outcome.request != nullptr) {
    const int limit = std::max(0, config_.debug_truncate_bytes.value_or(static_cast<int>(kTruncateBytes)));
    write(LogLevel::debug,
          shown_round_trip(*outcome.request, outcome.response, failure, config_.debug_headers.value_or(false),
                           static_cast<std::size_t>(limit), outcome.streamed));
  }
  if (outcome.error != nullptr && outcome.pause > Clock::duration::zero()) {
    const auto reason = shown_text(outcome.error->what(), kLongestReason);
    log(LogLevel::debug, "Retrying: " + reason + " (sleeping ~" + seconds(outcome.pause) + "s)");
  }
}

void CallWatch::log(LogLevel level, std::string_view text) const {
  if (logger_) guarded([&] { write(level, masked_text(printable(text))); });
}

void CallWatch::write(LogLevel level, std::string_view text) const {
  if (logger_->enabled(level)) logger_->log(level, text);
}

void CallWatch::call_ended(int attempts, int status, Clock::duration elapsed, const Error* error) {
  if (observer_) guarded([&] { observer_->call_ended({attempts, status, elapsed, error}); });
}

}  // namespace databricks::detail
