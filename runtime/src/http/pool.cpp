#include "http/pool.hpp"

#include <algorithm>

namespace databricks {

ConnectionPool::Lease ConnectionPool::lease(const std::string& origin, Watch& watch) {
  Connections expired;  // closed after the lock is gone
  std::unique_lock lock(mutex_);
  auto& entry = find_entry(origin);
  if (entry.lent >= most_) wait_for_slot(entry, lock, watch);
  expired = take_expired(Watch::Clock::now());
  std::unique_ptr<Connection> connection;
  if (!entry.idle.empty()) {
    connection = std::move(entry.idle.back());
    entry.idle.pop_back();
  }
  ++entry.lent;
  return Lease(*this, entry, std::move(connection));
}

ConnectionPool::Entry& ConnectionPool::find_entry(const std::string& origin) {
  const auto found = entries_.find(origin);
  if (found != entries_.end()) return found->second;
  return entries_.try_emplace(origin, parse_origin(origin)).first->second;
}

void ConnectionPool::wait_for_slot(Entry& entry, std::unique_lock<std::mutex>& lock, Watch& watch) {
  watch.enter(TransportPhase::connect);
  const auto free = [&] { return entry.lent < most_; };
  ++entry.waiting;
  const auto until = watch.until_total();
  const bool got_one = until == Watch::Clock::time_point::max()
                           ? entry.returned.wait(lock, watch.limits().stop, free)
                           : entry.returned.wait_until(lock, watch.limits().stop, until, free);
  --entry.waiting;
  if (got_one) return;
  watch.time_out("all " + std::to_string(most_) + " connections to this origin were in use");
}

void ConnectionPool::give_back(Entry& entry, std::unique_ptr<Connection> connection) {
  Connections expired;
  if (connection) connection->rest();
  const std::lock_guard lock(mutex_);
  --entry.lent;
  if (connection) entry.idle.push_back(std::move(connection));
  if (entry.waiting > 0) entry.returned.notify_one();
}

// Of all origins, so that the connections to one that is not called any more don't stay open.
ConnectionPool::Connections ConnectionPool::take_expired(Watch::Clock::time_point now) {
  Connections expired;
  if (now < next_sweep_) return expired;
  auto next = now + idle_timeout_;
  for (auto& [origin, entry] : entries_) {
    const auto fresh = std::find_if(entry.idle.begin(), entry.idle.end(),
                                    [&](const auto& c) { return c->idle_since() + idle_timeout_ > now; });
    std::move(entry.idle.begin(), fresh, std::back_inserter(expired));
    entry.idle.erase(entry.idle.begin(), fresh);
    if (!entry.idle.empty()) next = std::min(next, entry.idle.front()->idle_since() + idle_timeout_);
  }
  next_sweep_ = next;
  return expired;
}

}  // namespace databricks
