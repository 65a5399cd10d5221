// How many attempts a call has, and how much time for them.
#pragma once

#include <databricks/call.hpp>
#include <databricks/clock.hpp>
#include <databricks/config.hpp>

namespace databricks::detail {

struct RetryLimits {
  int attempts;          // 0: no limit
  Clock::duration time;  // from the beginning of the call; the largest value: no limit

  /// Whether there may be one more attempt after `made` of them, `wait` from now.
  bool allow(int made, Clock::duration elapsed, Clock::duration wait) const {
    return (attempts == 0 || made < attempts) && (time == Clock::duration::max() || wait <= time - elapsed);
  }
};

/// The call's policy before the client's. The time is the first that is given, in the call's policy, in the client's,
/// in retry_timeout_seconds; else 300 s.
RetryLimits retry_limits(const Config& config, const CallOptions& options);

}  // namespace databricks::detail
