#include "call/retry_limits.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kDefaultTime{300'000};
constexpr milliseconds kLongestTime{std::int64_t{1} << 42};  // a century: what is longer is no limit

}  // namespace

RetryLimits retry_limits(const Config& config, const CallOptions& options) {
  const RetryPolicy& policy = options.retry ? *options.retry : config.retry;
  const milliseconds given[] = {policy.timeout.value_or(milliseconds(0)),
                                config.retry.timeout.value_or(milliseconds(0)),
                                std::chrono::seconds(config.retry_timeout_seconds.value_or(0)), kDefaultTime};
  const auto time = *std::find_if(std::begin(given), std::end(given), [](auto span) { return span.count() != 0; });
  const bool unlimited = time.count() < 0 || time > kLongestTime;
  return {std::max(policy.max_attempts, 0), unlimited ? Clock::duration::max() : Clock::duration(time)};
}

}  // namespace databricks::detail
