// The configured rate limit: a token bucket that all calls of a client share.
#pragma once

#include <databricks/clock.hpp>

#include <mutex>

namespace databricks::detail {

/// Holds as many tokens as it gets in a second, and is full at first. Callable from any thread.
class RateLimiter {
 public:
  /// The clock must outlive it.
  RateLimiter(int tokens_per_second, Clock& clock);

  /// Takes a token and waits until it is there; tokens go out in the order of the calls. Throws RateLimited at once
  /// when it would come after `deadline`, and CallCancelled; no token is then taken.
  void take(Clock::time_point deadline, const std::stop_token& stop);

 private:
  Clock::duration reserve(Clock::time_point deadline);
  void give_back();

  const double rate_;
  Clock& clock_;
  std::mutex mutex_;
  double tokens_;  // below zero: promised to those who wait
  Clock::time_point filled_;
};

}  // namespace databricks::detail
