// Connections to each origin, lent to one exchange at a time. The one that came back last goes out first: it is the
// least likely to have been closed meanwhile, and those not needed any more can grow old.
#pragma once

#include "http/connection.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace databricks {

class ConnectionPool {
 public:
  ConnectionPool(std::size_t most_per_origin, std::chrono::milliseconds idle_timeout)
      : most_(most_per_origin), idle_timeout_(idle_timeout) {}

  class Lease;
  /// Waits while all connections are lent. Throws TransportError when the watch's total time is over or it is
  /// stopped, InvalidArgument when it is no origin.
  Lease lease(const std::string& origin, Watch& watch);

 private:
  struct Entry {
    explicit Entry(Origin where) : origin(std::move(where)) {}
    Origin origin;
    std::vector<std::unique_ptr<Connection>> idle{};  // the oldest first
    std::size_t lent = 0;
    std::size_t waiting = 0;
    std::condition_variable_any returned{};
  };
  using Connections = std::vector<std::unique_ptr<Connection>>;

  Entry& find_entry(const std::string& origin);
  void wait_for_slot(Entry& entry, std::unique_lock<std::mutex>& lock, Watch& watch);
  void give_back(Entry& entry, std::unique_ptr<Connection> connection);
  Connections take_expired(Watch::Clock::time_point now);

  const std::size_t most_;
  const std::chrono::milliseconds idle_timeout_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;  // an origin keeps its entry: leases point to it
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
