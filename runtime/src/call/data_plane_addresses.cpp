#include "call/data_plane_addresses.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

constexpr std::size_t kMostAddresses = 256;

// Whether an error may be due to nothing but what this caller wanted.
bool has_own_limits(const CallOptions& options) {
  return options.stop.stop_requested() || options.timeout || options.deadline;
}

}  // namespace

// A lookup under way.
struct DataPlaneAddresses::Flight {
  bool landed = false;
  bool abandoned = false;  // failed, perhaps for no reason that concerns others
  Found found{};
  std::exception_ptr error{};
};

DataPlaneAddresses::Entry& DataPlaneAddresses::entry(const std::string& key) {
  if (const auto present = entries_.find(key); present != entries_.end()) return present->second;
  if (entries_.size() >= kMostAddresses) {
    auto oldest = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
      if (it->second.flight) continue;
      if (oldest == entries_.end() || it->second.last_use < oldest->second.last_use) oldest = it;
    }
    if (oldest != entries_.end()) entries_.erase(oldest);
  }
  return entries_[key];
}

DataPlaneAddresses::Found DataPlaneAddresses::find(const std::string& key, const CallOptions& options,
                                                   const Lookup& look_up) {
  std::unique_lock lock(mutex_);
  for (;;) {
    Entry& known = entry(key);
    known.last_use = ++uses_;
    if (known.version != 0) return {known.address, known.version, true};
    if (!known.flight) return fly(lock, key, options, look_up);
    const auto flight = known.flight;
    if (!landed_.wait(lock, options.stop, [&] { return flight->landed; })) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                          "the call was cancelled while another one looked up its address");
    }
    if (flight->abandoned) continue;
    if (flight->error) std::rethrow_exception(flight->error);
    return flight->found;
  }
}

DataPlaneAddresses::Found DataPlaneAddresses::fly(std::unique_lock<std::mutex>& lock, const std::string& key,
                                                  const CallOptions& options, const Lookup& look_up) {
  const auto flight = entry(key).flight = std::make_shared<Flight>();
  lock.unlock();
  try {
    flight->found.address = look_up();
  } catch (...) {
    flight->error = std::current_exception();
  }
  lock.lock();
  Entry& known = entry(key);  // there still: one with a flight is never dropped
  known.flight.reset();
  flight->landed = true;
  flight->abandoned = flight->error && has_own_limits(options);
  landed_.notify_all();
  if (flight->error) {
    entries_.erase(key);
    std::rethrow_exception(flight->error);
  }
  flight->found.version = known.version = ++versions_;
  known.address = flight->found.address;
  return flight->found;
}

bool DataPlaneAddresses::forget(const std::string& key, std::uint64_t version) {
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(key);
  if (known == entries_.end() || known->second.version != version) return false;
  entries_.erase(known);
  return true;
}

}  // namespace databricks::detail
