#include "call/keyed_locks.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks::detail {

KeyedLocks::Hold KeyedLocks::acquire(const std::string& name, std::chrono::milliseconds timeout,
                                     const std::stop_token& stop) {
  // A wait of centuries would overflow the clock.
  const auto span = std::min<std::chrono::milliseconds>(timeout, std::chrono::hours(24 * 365));
  std::unique_lock lock(mutex_);
  if (!released_.wait_for(lock, stop, span, [&] { return !held_.contains(name); })) {
    if (!stop.stop_requested()) return {};
    throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "the wait was cancelled");
  }
  held_.insert(name);
  return {*this, name};
}

KeyedLocks::Hold::~Hold() {
  if (locks_ == nullptr) return;
  const std::lock_guard lock(locks_->mutex_);
  locks_->held_.erase(name_);
  locks_->released_.notify_all();
}

}  // namespace databricks::detail
