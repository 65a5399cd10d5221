// Connections to each origin, lent to one exchange at a time. The one that came back last goes out first: it is the
// least likely to have been closed meanwhile, and those not needed any more can grow old.
#pragma once

#include "http/connection.hpp"

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace databricks {

/// Zero means no limit.
struct PoolLimits {
  std::size_t origins = 0;     // of which connections are kept
  std::size_t per_origin = 0;  // lent at a time
  std::chrono::milliseconds idle_timeout{};
};

class ConnectionPool {
 public:
  explicit ConnectionPool(const PoolLimits& limits);
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  class Lease;
  /// Waits while all connections are lent; who came first is served first. Throws TransportError when the watch's
  /// total time is over or it is stopped, InvalidArgument when it is no origin.
  Lease lease(const std::string& origin, Watch& watch);

  /// In a child made by fork(): closes the idle connections, which are the parent's, without a word to the peers. If a
  /// thread of the parent was using the pool at the moment of the fork they stay open until the child ends.
  void abandon();

 private:
  // One who waits for a slot, in the waiter's own frame.
  struct Waiter {
    std::condition_variable_any called{};
    bool served = false;  // the slot of a lease that ended is now the waiter's
  };
  struct Entry {
    explicit Entry(Origin where) : origin(std::move(where)) {}
    Origin origin;
    std::vector<std::unique_ptr<Connection>> idle{};  // the oldest first
    std::size_t lent = 0;
    std::list<Waiter*> waiters{};  // the first to come first
    std::uint64_t last_use = 0;    // in leases since the pool was made
  };
  using Connections = std::vector<std::unique_ptr<Connection>>;

  Entry& find_entry(const std::string& origin);
  void wait_for_slot(Entry& entry, std::unique_lock<std::mutex>& lock, Watch& watch);
  void give_back(Entry& entry, std::unique_ptr<Connection> connection);
  void take_expired(Watch::Clock::time_point now, Connections& dropped);
  void take_surplus(Connections& dropped);

  const PoolLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;  // one that is lent or waited for stays: leases point to it
  std::uint64_t leases_ = 0;
  Watch::Clock::time_point next_sweep_{};
};

/// The right to one connection. What it holds is closed at its end unless keep() was called.
class ConnectionPool::Lease {
 public:
  Lease(ConnectionPool& pool, Entry& entry, std::unique_ptr<Connection> connection)
      : pool_(pool), entry_(entry), connection_(std::move(connection)) {}
  ~Lease() { pool_.give_back(entry_, keep_ ? std::move(connection_) : nullptr); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  const Origin& origin() const { return entry_.origin; }
  /// Null: none was idle, so a new one is to be put in place.
  Connection* connection() { return connection_.get(); }
  void replace(std::unique_ptr<Connection> connection) { connection_ = std::move(connection); }
  void keep() { keep_ = true; }

 private:
  ConnectionPool& pool_;
  Entry& entry_;
  std::unique_ptr<Connection> connection_;
  bool keep_ = false;
};

}  // namespace databricks
