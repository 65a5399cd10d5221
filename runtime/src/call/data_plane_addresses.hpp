// Where data planes are, as their lookups said: kept until a call finds it wrong.
#pragma once

#include <databricks/call.hpp>
#include <databricks/function.hpp>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace databricks::detail {

struct DataPlaneAddress {
  std::string endpoint_url{};
  std::string authorization_details{};
};

/// Of one client. Callable from any thread.
class DataPlaneAddresses {
 public:
  using Lookup = Function<DataPlaneAddress()>;

  struct Found {
    DataPlaneAddress address{};
    std::uint64_t version = 0;  // no two lookups share one
    bool kept = false;          // it comes from an earlier call
  };

  /// Of many callers that miss the same address one looks it up; the others wait for what that brings, an error
  /// included, unless it was that caller's own limits that ended it. The address not used for longest goes when there
  /// are too many. Throws what `look_up` throws, and CallCancelled.
  Found find(const std::string& key, const CallOptions& options, const Lookup& look_up);
  /// The next call looks it up again. False: that has happened already.
  bool forget(const std::string& key, std::uint64_t version);

 private:
  struct Flight;
  struct Entry {
    std::shared_ptr<Flight> flight{};  // null: nobody is looking it up
    DataPlaneAddress address{};
    std::uint64_t version = 0;  // 0: no address
    std::uint64_t last_use = 0;
  };

  Entry& entry(const std::string& key);
  Found fly(std::unique_lock<std::mutex>& lock, const std::string& key, const CallOptions& options,
            const Lookup& look_up);

  std::mutex mutex_;
  std::condition_variable_any landed_;
  std::map<std::string, Entry> entries_;
  std::uint64_t uses_ = 0;
  std::uint64_t versions_ = 0;
};

}  // namespace databricks::detail
