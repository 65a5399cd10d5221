#include "call/attempts.hpp"

#include "call/backoff.hpp"

#include <charconv>
#include <optional>

namespace databricks::detail {

namespace {

constexpr int kDefaultRetrySeconds = 300;
constexpr int kDefaultInactivitySeconds = 60;

HttpLimits limits_of(const Config& config, const CallOptions& options, Clock::duration elapsed) {
  HttpLimits limits;
  limits.inactivity_timeout = std::chrono::seconds(config.http_timeout_seconds.value_or(kDefaultInactivitySeconds));
  limits.connect_timeout = std::min(limits.connect_timeout, limits.inactivity_timeout);
  if (options.timeout) {
    const auto left = *options.timeout - std::chrono::duration_cast<std::chrono::milliseconds>(elapsed);
    if (left <= std::chrono::milliseconds(0)) {
      throw TransportTimeout(TransportFault::interrupted, TransportPhase::wait, "the call's time limit has passed");
    }
    limits.total_timeout = left;
  }
  limits.stop = options.stop;
  return limits;
}

bool is_retried(int status) { return status == 429 || status == 503; }

std::optional<Clock::duration> retry_after(const HttpResponse& response) {
  const std::string* value = response.headers.find("Retry-After");
  if (value == nullptr) return std::nullopt;
  double seconds = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
  constexpr double kLongest = 1e9;
  if (error != std::errc{} || end != value->data() + value->size() || !(seconds > 0) || seconds > kLongest) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// How long attempts may go on; a negative configuration means without limit.
Clock::duration retry_budget(const Config& config) {
  const int seconds = config.retry_timeout_seconds.value_or(0);
  if (seconds < 0) return Clock::duration::max();
  return std::chrono::seconds(seconds == 0 ? kDefaultRetrySeconds : seconds);
}

}  // namespace

HttpResponse send_with_retries(Engine& engine, HttpRequest& request, const CallOptions& options) {
  const auto start = engine.clock().now();
  const auto budget = retry_budget(engine.config());
  ByteSink* sink = options.to ? &**options.to : nullptr;
  request.headers.set("User-Agent", engine.user_agent());
  if (request.source) request.source->rewind();  // an earlier call may have read it
  for (int attempt = 1;; ++attempt) {
    for (const auto& [name, value] : engine.credentials().headers(options.stop)) request.headers.set(name, value);
    const auto limits = limits_of(engine.config(), options, engine.clock().now() - start);
    HttpResponse response = engine.transport().send(request, limits, sink);
    if (!is_retried(response.status)) return response;
    const auto wait = std::max(backoff(attempt), retry_after(response).value_or(Clock::duration::zero()));
    const auto elapsed = engine.clock().now() - start;
    if (wait > budget - elapsed) return response;
    if (options.timeout && wait > *options.timeout - elapsed) return response;
    if (request.source && !request.source->rewind()) return response;
    if (!engine.clock().sleep(wait, options.stop)) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::wait,
                          "the call was cancelled between two attempts");
    }
  }
}

}  // namespace databricks::detail
