// Two clocks that stand still until a test moves them.
#pragma once

#include "auth/auth_http.hpp"

#include <mutex>
#include <vector>

namespace test {

using namespace std::chrono_literals;
using WallTime = std::chrono::system_clock::time_point;

/// Sleeping moves it on at once.
class VirtualClock final : public databricks::Clock {
 public:
  time_point now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  bool sleep(duration span, const std::stop_token& stop) override {
    const std::lock_guard lock(mutex_);
    now_ += span;
    sleeps_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(span));
    return !stop.stop_requested();
  }
  void move(duration span) {
    const std::lock_guard lock(mutex_);
    now_ += span;
  }
  std::vector<std::chrono::milliseconds> sleeps() const {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  time_point now_ = std::chrono::steady_clock::now();
  std::vector<std::chrono::milliseconds> sleeps_;
};

/// A machine's time: both clocks move together unless told otherwise.
class VirtualTime {
 public:
  std::shared_ptr<VirtualClock> steady = std::make_shared<VirtualClock>();
  databricks::detail::WallClock wall() {
    return [this] {
      const std::lock_guard lock(mutex_);
      return wall_;
    };
  }
  WallTime now() { return wall()(); }
  void move(std::chrono::seconds span) {
    steady->move(span);
    jump(span);
  }
  void jump(std::chrono::seconds span) {
    const std::lock_guard lock(mutex_);
    wall_ += span;
  }

 private:
  std::mutex mutex_;
  WallTime wall_{1'750'000'000s};
};

}  // namespace test
