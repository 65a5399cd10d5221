// Waiting for connections, and which of them are kept.
#include <atomic>
#include <mutex>
#include <thread>

#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportFault;
using databricks::TransportPhase;

namespace {

// Calls that hold all connections of an origin until they are told to end.
class Holders {
 public:
  Holders(databricks::Transport& transport, const LoopbackServer& server, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      threads_.emplace_back([&] {
        try {
          get(transport, server.origin(), {.stop = stop_.get_token()});
        } catch (const databricks::TransportError&) {
        }
      });
    }
    while (server.connections() < count) std::this_thread::sleep_for(1ms);
  }
  ~Holders() { end(); }
  void end() {
    stop_.request_stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::stop_source stop_;
  std::vector<std::thread> threads_;
};

void hold(Peer& peer) { peer.wait_until_closed(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(row_42_a_full_pool_fails_in_time_with_a_clear_error) {
  LoopbackServer slow(hold);
  auto transport = http_transport();
  Holders holders(*transport, slow, 20);
  const auto failed = failure_of([&] { get(*transport, slow.origin(), {.total_timeout = 200ms}); });
  BOOST_TEST((failed.phase == TransportPhase::queue));
  BOOST_TEST((failed.fault == TransportFault::unreachable));
  BOOST_TEST(failed.timed_out);
  BOOST_TEST(holds(failed.text, "all 20 connections to this origin were in use"), failed.text);
  BOOST_TEST(holds(failed.text, slow.origin()));
  BOOST_TEST(failed.elapsed.count() >= 199);
  BOOST_TEST(failed.elapsed.count() < 1000);
  BOOST_TEST(slow.connections() == 20);
}

BOOST_AUTO_TEST_CASE(row_43_a_call_that_fails_costs_no_slot) {
  LoopbackServer server({"garbage\r\n\r\n", answer("ok")});
  auto transport = http_transport({.max_connections_per_pool = 1});
  failure_of([&] { get(*transport, server.origin()); });
  BOOST_TEST(get(*transport, server.origin(), {.total_timeout = 5s}).body == "ok");
  std::string gone;
  {
    LoopbackServer closed({answer("")});
    gone = closed.origin();
  }
  for (int i = 0; i < 3; ++i) {
    const auto failed = failure_of([&] { get(*transport, gone, {.total_timeout = 5s}); });
    BOOST_TEST((failed.phase == TransportPhase::connect));
  }
}

BOOST_AUTO_TEST_CASE(who_gives_up_waiting_leaves_the_others_in_order) {
  LoopbackServer slow(hold);
  auto transport = http_transport({.max_connections_per_pool = 1});
  Holders holders(*transport, slow, 1);
  failure_of([&] { get(*transport, slow.origin(), {.total_timeout = 50ms}); });
  std::atomic<bool> connected = false;
  std::thread waiting([&] {
    const auto failed = failure_of([&] { get(*transport, slow.origin(), {.inactivity_timeout = 50ms}); });
    connected = failed.phase == TransportPhase::wait;
  });
  std::this_thread::sleep_for(30ms);
  holders.end();
  waiting.join();
  BOOST_TEST(connected);
}

BOOST_AUTO_TEST_CASE(first_come_first_served) {
  std::atomic<bool> go = false;
  LoopbackServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      while (!go) peer.pause(1ms);
      peer.send(answer("ok"));
    }
  });
  auto transport = http_transport({.max_connections_per_pool = 1});
  std::vector<std::thread> callers;
  std::atomic<int> longest_queue = 0;
  for (int i = 0; i < 6; ++i) {
    callers.emplace_back([&, i] {
      const auto got = transport->send(request(server.origin(), "POST", std::to_string(i)), {}, nullptr);
      if (i == 5) longest_queue = static_cast<int>(got.timings.queue / 1ms);
    });
    std::this_thread::sleep_for(30ms);
  }
  go = true;
  for (auto& caller : callers) caller.join();
  const auto requests = server.requests();
  for (std::size_t i = 0; i < requests.size(); ++i) BOOST_TEST(requests[i].back() == static_cast<char>('0' + i));
  BOOST_TEST(server.connections() == 1);
  BOOST_TEST(longest_queue >= 15);
}

BOOST_AUTO_TEST_CASE(connecting_is_timed_and_reuse_is_not) {
  LoopbackServer server({answer("ok")});
  auto transport = http_transport();
  BOOST_TEST((get(*transport, server.origin()).timings.connect > 0ns));
  BOOST_TEST((get(*transport, server.origin()).timings.connect == 0ns));
}

BOOST_AUTO_TEST_CASE(the_origin_that_was_not_used_for_longest_is_dropped) {
  LoopbackServer a({answer("a")});
  LoopbackServer b({answer("b")});
  LoopbackServer c({answer("c")});
  auto transport = http_transport({.max_connection_pools = 2});
  for (const auto* server : {&a, &b, &a, &c, &a, &c}) get(*transport, server->origin());
  BOOST_TEST(a.connections() == 1);
  BOOST_TEST(c.connections() == 1);
  get(*transport, b.origin());
  BOOST_TEST(b.connections() == 2);
}

BOOST_AUTO_TEST_CASE(origins_in_use_are_neither_dropped_nor_waited_for) {
  LoopbackServer slow(hold);
  LoopbackServer b({answer("b")});
  LoopbackServer c({answer("c")});
  auto transport = http_transport({.max_connection_pools = 1});
  Holders holders(*transport, slow, 1);
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(get(*transport, b.origin(), {.total_timeout = 2s}).body == "b");
    BOOST_TEST(get(*transport, c.origin(), {.total_timeout = 2s}).body == "c");
  }
  BOOST_TEST(b.connections() == 2);
  BOOST_TEST(slow.connections() == 1);
}

BOOST_AUTO_TEST_CASE(zero_is_no_limit) {
  LoopbackServer a({answer("a")});
  LoopbackServer b({answer("b")});
  auto transport = http_transport({.max_connection_pools = 0, .max_connections_per_pool = 0});
  for (int i = 0; i < 3; ++i) {
    get(*transport, a.origin());
    get(*transport, b.origin());
  }
  BOOST_TEST(a.connections() == 1);
  BOOST_TEST(b.connections() == 1);
}

// Every thread uses every origin, few of which may keep connections.
BOOST_AUTO_TEST_CASE(many_threads_and_more_origins_than_pools) {
  std::vector<std::unique_ptr<LoopbackServer>> servers;
  for (int i = 0; i < 5; ++i) servers.push_back(std::make_unique<LoopbackServer>(std::vector{answer("ok")}));
  auto transport = http_transport({.max_connection_pools = 2, .max_connections_per_pool = 2});
  std::atomic<int> good = 0;
  std::vector<std::thread> callers;
  for (std::size_t t = 0; t < 8; ++t) {
    callers.emplace_back([&, t] {
      for (std::size_t i = 0; i < 40; ++i) {
        good += get(*transport, servers[(t + i) % servers.size()]->origin(), {.total_timeout = 10s}).body == "ok";
      }
    });
  }
  for (auto& caller : callers) caller.join();
  BOOST_TEST(good == 8 * 40);
}

BOOST_AUTO_TEST_SUITE_END()
