// A clock whose sleeps take no time, although it goes on.
#pragma once

#include <databricks/clock.hpp>

#include <functional>
#include <mutex>
#include <vector>

namespace test {

class VirtualClock : public databricks::Clock {
 public:
  time_point now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  bool sleep(duration span, const std::stop_token& stop) override {
    if (stop.stop_requested()) return false;
    {
      const std::lock_guard lock(mutex_);
      now_ += span;
      sleeps.push_back(span);
    }
    if (on_sleep) on_sleep();
    return !stop.stop_requested();
  }
  void advance(duration span) {
    const std::lock_guard lock(mutex_);
    now_ += span;
  }
  duration slept() const {
    duration sum{};
    for (const auto span : sleeps) sum += span;
    return sum;
  }

  std::vector<duration> sleeps;
  std::function<void()> on_sleep;

 private:
  mutable std::mutex mutex_;
  time_point now_{std::chrono::hours(1)};
};

}  // namespace test
