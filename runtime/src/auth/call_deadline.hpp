// The time limit of the call for which a thread gets credentials. It is not in the interface of Credentials: those that
// fetch nothing need no limit, and those that do fetch through a TokenSource, which looks here.
#pragma once

#include <databricks/clock.hpp>

#include <optional>
#include <stop_token>
#include <thread>

namespace databricks::detail {

/// While one lives, what this thread waits for to get credentials ends at the deadline. The innermost one counts.
class CallDeadline {
 public:
  /// time_point::max(): there is none.
  CallDeadline(const Clock& clock, Clock::time_point deadline);
  ~CallDeadline();
  CallDeadline(const CallDeadline&) = delete;
  CallDeadline& operator=(const CallDeadline&) = delete;

  /// How much time this thread's call has left; nothing: as much as it takes.
  static std::optional<Clock::duration> left();

 private:
  const Clock& clock_;
  Clock::time_point deadline_;
  const CallDeadline* outer_;
};

/// A stop token that is requested with another one, and when the call of this thread has no time left. That takes a
/// thread, so it is for what takes its time anyway.
class LimitedStop {
 public:
  explicit LimitedStop(const std::stop_token& stop);
  const std::stop_token& token() const { return token_; }

 private:
  struct RequestStop {
    std::stop_source source;
    void operator()() { source.request_stop(); }
  };
  std::stop_token token_;
  std::optional<std::stop_callback<RequestStop>> forward_{};
  std::jthread timer_{};
};

}  // namespace databricks::detail
