// Asking again and again until something is so: the loop of all waits.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/error.hpp>
#include <databricks/function.hpp>
#include <databricks/service.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace databricks::detail {

/// What is known before the first answer.
inline const LastSeen nothing_seen{.message = "polling..."};

/// What an answer of a service says, for the errors of a wait.
template <class T>
LastSeen seen(T answer, std::string_view state, std::string_view message) {
  return {.state = std::string(state),
          .message = std::string(message),
          .object = std::make_shared<const T>(std::move(answer)),
          .type = &type_of<T>()};
}

struct PollLimits {
  std::optional<std::chrono::milliseconds> timeout{};  // unset: none
  std::stop_token stop{};
  std::optional<Clock::time_point> start{};  // when the time began to run; unset: now
};

/// Calls `poll` at once, and again after ever longer pauses, until it returns true. The last pause ends with the time
/// limit, and one more poll follows it. Throws OperationTimeout, CallCancelled, and what `poll` throws.
void poll_until(Engine& engine, const PollLimits& limits, const LastSeen& last, const Function<bool()>& poll);

/// `timed out after 0:20:00: message`
OperationTimeout timed_out(const LastSeen& last, std::chrono::milliseconds timeout);

}  // namespace databricks::detail
