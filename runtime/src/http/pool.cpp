#include "http/pool.hpp"

#include <algorithm>
#include <limits>

namespace databricks {

namespace {

std::size_t none_is_most(std::size_t limit) { return limit > 0 ? limit : std::numeric_limits<std::size_t>::max(); }

}  // namespace

ConnectionPool::ConnectionPool(const PoolLimits& limits)
    : limits_{none_is_most(limits.origins), none_is_most(limits.per_origin), limits.idle_timeout} {}

ConnectionPool::Lease ConnectionPool::lease(const std::string& origin, Watch& watch) {
  Connections dropped;  // closed after the lock is gone
  std::unique_lock lock(mutex_);
  auto& entry = find_entry(origin);
  entry.last_use = ++leases_;
  if (entry.lent < limits_.per_origin) {
    ++entry.lent;
  } else {
    wait_for_slot(entry, lock, watch);
  }
  take_expired(Watch::Clock::now(), dropped);
  take_surplus(dropped);
  std::unique_ptr<Connection> connection;
  if (!entry.idle.empty()) {
    connection = std::move(entry.idle.back());
    entry.idle.pop_back();
  }
  return Lease(*this, entry, std::move(connection));
}

ConnectionPool::Entry& ConnectionPool::find_entry(const std::string& origin) {
  const auto found = entries_.find(origin);
  if (found != entries_.end()) return found->second;
  return entries_.try_emplace(origin, parse_origin(origin)).first->second;
}

void ConnectionPool::wait_for_slot(Entry& entry, std::unique_lock<std::mutex>& lock, Watch& watch) {
  watch.enter(TransportPhase::queue);
  Waiter waiter;
  const auto place = entry.waiters.insert(entry.waiters.end(), &waiter);
  const auto served = [&] { return waiter.served; };
  const auto until = watch.until_total();
  const bool got_one = until == Watch::Clock::time_point::max()
                           ? waiter.called.wait(lock, watch.limits().stop, served)
                           : waiter.called.wait_until(lock, watch.limits().stop, until, served);
  if (got_one) return;
  entry.waiters.erase(place);
  watch.time_out("all " + std::to_string(limits_.per_origin) + " connections to this origin were in use");
}

void ConnectionPool::give_back(Entry& entry, std::unique_ptr<Connection> connection) {
  Connections dropped;
  if (connection) connection->rest();
  const std::lock_guard lock(mutex_);
  if (connection) entry.idle.push_back(std::move(connection));
  if (entry.waiters.empty()) {
    --entry.lent;
  } else {
    // The slot passes on without becoming free, so that nobody who comes later gets it.
    auto& first = *entry.waiters.front();
    entry.waiters.pop_front();
    first.served = true;
    first.called.notify_one();
  }
  take_surplus(dropped);
}

// Of all origins, so that the connections to one that is not called any more don't stay open.
void ConnectionPool::take_expired(Watch::Clock::time_point now, Connections& dropped) {
  if (now < next_sweep_) return;
  auto next = now + limits_.idle_timeout;
  for (auto& [origin, entry] : entries_) {
    const auto fresh = std::find_if(entry.idle.begin(), entry.idle.end(),
                                    [&](const auto& c) { return c->idle_since() + limits_.idle_timeout > now; });
    std::move(entry.idle.begin(), fresh, std::back_inserter(dropped));
    entry.idle.erase(entry.idle.begin(), fresh);
    if (!entry.idle.empty()) next = std::min(next, entry.idle.front()->idle_since() + limits_.idle_timeout);
  }
  next_sweep_ = next;
}

// Origins that are in use don't count: a limit on what is kept must not hold up a call.
void ConnectionPool::take_surplus(Connections& dropped) {
  while (entries_.size() > limits_.origins) {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      const bool in_use = entry->second.lent > 0;
      if (!in_use && (oldest == entries_.end() || entry->second.last_use < oldest->second.last_use)) oldest = entry;
    }
    if (oldest == entries_.end()) return;
    std::move(oldest->second.idle.begin(), oldest->second.idle.end(), std::back_inserter(dropped));
    entries_.erase(oldest);
  }
}

void ConnectionPool::abandon() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;
  for (auto& [origin, entry] : entries_) {
    for (auto& connection : entry.idle) connection->disown();
    entry.idle.clear();
  }
}

}  // namespace databricks
