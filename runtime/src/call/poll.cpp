#include "call/poll.hpp"

#include "call/backoff.hpp"
#include "call/engine.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

std::string duration_text(std::chrono::milliseconds span) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(seconds / 3600) + ':' + two(seconds / 60 % 60) + ':' + two(seconds % 60);
}

}  // namespace

OperationTimeout timed_out(const LastSeen& last, std::chrono::milliseconds timeout) {
  const auto span = duration_text(std::max(timeout, std::chrono::milliseconds(0)));
  return OperationTimeout("timed out after " + span + ": " + last.message, last);
}

void poll_until(Engine& engine, const PollLimits& limits, const LastSeen& last, const Function<bool()>& poll) {
  const auto start = limits.start.value_or(engine.clock().now());
  for (int n = 1; !poll(); ++n) {
    auto wait = backoff(n);
    if (limits.timeout) {
      const Clock::duration left = *limits.timeout - (engine.clock().now() - start);
      if (left <= Clock::duration::zero()) throw timed_out(last, *limits.timeout);
      wait = std::min(wait, left);
    }
    if (!engine.clock().sleep(wait, limits.stop)) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "the wait was cancelled");
    }
  }
}

}  // namespace databricks::detail
