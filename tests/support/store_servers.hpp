// An ObjectStore on two loopback ports, and what goes wrong on the way.
#pragma once

#include "loopback.hpp"
#include "object_store.hpp"

#include <atomic>

namespace test {

enum class Side { api, store };

/// A request whose head has arrived; a test says what is to become of it.
struct Exchange {
  Side side;
  int number;  // from 0, on this side
  std::string method;
  std::string target;
  std::string head;  // as it was sent

  std::optional<databricks::HttpResponse> instead{};  // answered without asking the ObjectStore
  std::optional<std::uint64_t> cut_request{};         // the connection ends after so many bytes of its body
  std::optional<std::uint64_t> cut_answer{};          // ... of the answer's body
  bool lose_answer = false;                           // is acted on, and not answered
  std::chrono::milliseconds pause{0};                 // before the answer
};

class StoreServers {
 public:
  using Plan = std::function<void(Exchange&)>;
  explicit StoreServers(Cloud cloud, Plan plan = {});

  ObjectStore store;
  std::string origin() const { return api_.origin(); }

  std::vector<Exchange> exchanges() const;
  std::size_t count(Side side, std::string_view part_of_line) const;

 private:
  void serve(Peer& peer, Side side);
  bool serve_one(Peer& peer, Side side, std::string& unread);

  Plan plan_;
  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  int numbers_[2] = {0, 0};
  LoopbackServer api_;
  LoopbackServer store_;
};

/// An answer of a status, with a body that is not JSON.
databricks::HttpResponse plain_answer(int status, std::string body = {});

}  // namespace test
