// Locks by name, for what must not be done twice at the same time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <utility>

namespace databricks::detail {

/// Callable from any thread. A thread must not ask for a name that it holds.
class KeyedLocks {
 public:
  /// Gives the name back when it goes out of scope. Must not outlive the locks.
  class Hold {
   public:
    Hold() = default;
    Hold(KeyedLocks& locks, std::string name) : locks_(&locks), name_(std::move(name)) {}
    Hold(Hold&& other) noexcept : locks_(std::exchange(other.locks_, nullptr)), name_(std::move(other.name_)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold();
    explicit operator bool() const { return locks_ != nullptr; }

   private:
    KeyedLocks* locks_ = nullptr;
    std::string name_{};
  };

  /// Waits until nobody else holds the name; empty when `timeout` (of the machine's clock) has passed. Throws
  /// CallCancelled.
  Hold acquire(const std::string& name, std::chrono::milliseconds timeout, const std::stop_token& stop);

 private:
  std::mutex mutex_{};
  std::condition_variable_any released_{};
  std::set<std::string> held_{};
};

}  // namespace databricks::detail
