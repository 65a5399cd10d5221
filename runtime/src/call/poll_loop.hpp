// Asking again and again until something has ended: one loop for states and for long-running operations.
#pragma once

#include <databricks/wait.hpp>

#include <memory>
#include <string>

namespace databricks::detail {

/// What one answer says.
struct Verdict {
  enum class Outcome { goes_on, done, failed };
  Outcome outcome = Outcome::goes_on;
  std::string state{};
  std::string message{};
  std::string failure{};  // what() of a failure, up to the message
};

/// How answers are read.
struct Judge {
  Function<Verdict(const void* answer)> verdict{};
  std::string target{};                 // states of success, for errors
  std::chrono::milliseconds timeout{};  // when neither the caller nor the configuration names one
};

/// What one poll brought.
struct Look {
  std::shared_ptr<void> object{};
  Verdict verdict{};
};

/// Throws what a call throws, and WaitError when nothing can be polled.
Look look(const Pending& pending, const Judge& judge, const CallOptions& options);
/// Throws OperationFailed for a failure.
void throw_if_failed(const Pending& pending, const Judge& judge, const Look& seen);
/// Looks until the end and returns the last answer. Throws OperationFailed, OperationTimeout, CallCancelled, and what
/// a call and the callback throw.
std::shared_ptr<void> poll_until_done(const Pending& pending, const Judge& judge, const PollOptions& options);

}  // namespace databricks::detail
