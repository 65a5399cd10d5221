#include "http/watch.hpp"

#include <cstdio>

namespace databricks {

namespace {

constexpr const char* kActivity[] = {"waiting for a free connection",
                                     "resolving the host name",
                                     "connecting",
                                     "asking the proxy for a connection",
                                     "agreeing on TLS",
                                     "sending the request",
                                     "waiting for the answer",
                                     "reading the answer"};

std::string seconds(std::chrono::milliseconds span) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g s", static_cast<double>(span.count()) / 1000);
  return text;
}

}  // namespace

Watch::Watch(const std::string& origin, const HttpLimits& limits)
    : origin_(origin), limits_(limits), start_(Clock::now()), deadline_(Clock::time_point::max()) {
  if (limits.total_timeout.count() > 0) deadline_ = start_ + limits.total_timeout;
}

Watch::Clock::time_point Watch::until(std::chrono::milliseconds limit) const {
  return limit.count() > 0 ? std::min(deadline_, Clock::now() + limit) : deadline_;
}

std::string Watch::describe(const std::string& what) const {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
  auto text = origin_ + ": " + what + " while " + kActivity[static_cast<int>(phase_)] + ", after " + seconds(elapsed);
  if (fault() == TransportFault::interrupted) text += "; whether the service acted on it is unknown";
  return text;
}

HttpTimings Watch::timings() const { return {.wait = answered_at_ - sent_at_, .receive = Clock::now() - answered_at_}; }

TransportFault Watch::fault() const {
  if (answered_) return TransportFault::incomplete;
  return sent_ ? TransportFault::interrupted : TransportFault::unreachable;
}

void Watch::fail(const std::string& what) const {
  if (stopped()) throw CallCancelled(fault(), phase_, describe("the call was cancelled"));
  throw TransportError(fault(), phase_, describe(what));
}

void Watch::refuse(const std::string& what) const {
  if (stopped()) fail("");
  throw TransportError(TransportFault::permanent, phase_, describe(what));
}

void Watch::time_out(std::chrono::milliseconds limit) const {
  const bool total = Clock::now() >= deadline_;
  const auto what = total ? "the call's time limit of " + seconds(limits_.total_timeout) + " was over"
                          : "nothing happened for " + seconds(limit);
  time_out(what);
}

void Watch::time_out(const std::string& what) const {
  if (stopped()) fail("");
  throw TransportTimeout(fault(), phase_, describe(what));
}

}  // namespace databricks
