// The two clocks of a machine, which stand still until a test moves them.
#pragma once

#include "auth/auth_http.hpp"

#include <mutex>

#include "virtual_clock.hpp"

namespace test {

using namespace std::chrono_literals;
using WallTime = std::chrono::system_clock::time_point;

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
    steady->advance(span);
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
