#include "call/rate_limiter.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <cmath>

namespace databricks::detail {

namespace {

// Up, so that nobody comes before the token.
Clock::duration to_duration(double seconds) {
  return Clock::duration(static_cast<Clock::duration::rep>(std::ceil(seconds * Clock::duration::period::den)));
}

}  // namespace

RateLimiter::RateLimiter(int tokens_per_second, Clock& clock)
    : rate_(tokens_per_second), clock_(clock), tokens_(rate_), filled_(clock.now()) {}

void RateLimiter::take(Clock::time_point deadline, const std::stop_token& stop) {
  const auto wait = reserve(deadline);
  if (wait <= Clock::duration::zero() || clock_.sleep(wait, stop)) return;
  give_back();
  throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                      "failed in rate limiter: the call was cancelled");
}

// A place in the queue is a promise of a token, so waiting needs no queue: everybody knows how long it takes.
Clock::duration RateLimiter::reserve(Clock::time_point deadline) {
  const std::lock_guard lock(mutex_);
  const auto now = std::max(clock_.now(), filled_);
  tokens_ = std::min(rate_, tokens_ + std::chrono::duration<double>(now - filled_).count() * rate_);
  filled_ = now;
  const auto wait = tokens_ >= 1 ? Clock::duration::zero() : to_duration((1 - tokens_) / rate_);
  if (wait > Clock::duration::zero() && wait > deadline - now) {
    const auto shown = std::chrono::ceil<std::chrono::milliseconds>(wait);
    throw RateLimited("failed in rate limiter: a wait of " + std::to_string(shown.count()) +
                      " ms would last beyond the call's time limit");
  }
  tokens_ -= 1;
  return wait;
}

void RateLimiter::give_back() {
  const std::lock_guard lock(mutex_);
  tokens_ = std::min(rate_, tokens_ + 1);
}

}  // namespace databricks::detail
