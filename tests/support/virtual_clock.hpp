// A clock that goes on when somebody sleeps, at no cost of time, or when a test says so.
#pragma once

#include <databricks/clock.hpp>

#include <functional>
#include <mutex>
#include <numeric>
#include <vector>

namespace test {

/// Callable from any thread.
class VirtualClock : public databricks::Clock {
 public:
  time_point now() const override {
    const std::lock_guard lock(mutex_);
    return start_ + passed_;
  }
  bool sleep(duration span, const std::stop_token& stop) override {
    if (stop.stop_requested()) return false;
    {
      const std::lock_guard lock(mutex_);
      passed_ += span;
      sleeps_.push_back(span);
    }
    if (on_sleep) on_sleep();
    return !stop.stop_requested();
  }
  void advance(duration span) {
    const std::lock_guard lock(mutex_);
    passed_ += span;
  }
  /// The time of day. It goes on with the clock.
  std::chrono::system_clock::time_point wall() const {
    const std::lock_guard lock(mutex_);
    return wall_start_ + passed_;
  }

  std::vector<duration> sleeps() const {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }
  duration slept() const {
    const auto all = sleeps();
    return std::accumulate(all.begin(), all.end(), duration::zero());
  }
  void forget_sleeps() {
    const std::lock_guard lock(mutex_);
    sleeps_.clear();
  }

  std::function<void()> on_sleep;  // at the end of each sleep, by who sleeps

 private:
  mutable std::mutex mutex_;
  const time_point start_{std::chrono::hours(1)};
  const std::chrono::system_clock::time_point wall_start_ = std::chrono::system_clock::now();
  duration passed_{};
  std::vector<duration> sleeps_;
};

}  // namespace test
