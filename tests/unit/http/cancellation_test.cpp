// A stop token ends a call at once, whatever it is doing.
#include <thread>

#include "blackhole.hpp"
#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

BOOST_AUTO_TEST_SUITE(cancellation)

namespace {

template <class F>
void is_cancelled_at_once(F call) {
  std::stop_source stop;
  std::chrono::steady_clock::time_point asked;
  std::thread canceller([&] {
    std::this_thread::sleep_for(50ms);
    asked = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  const auto failed = failure_of([&] { call(stop.get_token()); });
  const auto took = std::chrono::steady_clock::now() - asked;
  canceller.join();
  BOOST_TEST(failed.cancelled);
  BOOST_TEST(!failed.timed_out);
  BOOST_TEST((took < 100ms));
}

}  // namespace

BOOST_AUTO_TEST_CASE(before_it_begins) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  std::stop_source stop;
  stop.request_stop();
  const auto failed = failure_of([&] { get(*transport, server.origin(), {.stop = stop.get_token()}); });
  BOOST_TEST(failed.cancelled);
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(while_connecting) {
  Blackhole hole;
  auto transport = http_transport();
  is_cancelled_at_once([&](std::stop_token stop) { get(*transport, hole.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_CASE(in_the_tls_handshake) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport({.tls = {.skip_verify = true}});
  is_cancelled_at_once([&](std::stop_token stop) {
    get(*transport, "https://127.0.0.1:" + std::to_string(silent.port()), {.stop = stop});
  });
}

BOOST_AUTO_TEST_CASE(while_sending) {
  LoopbackServer deaf([](Peer& peer) { peer.pause(10s); });
  auto transport = http_transport();
  const auto put = request(deaf.origin(), "PUT", std::string(64 << 20, 'x'));
  is_cancelled_at_once([&](std::stop_token stop) { transport->send(put, {.stop = stop}, nullptr); });
}

BOOST_AUTO_TEST_CASE(while_waiting) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport();
  is_cancelled_at_once([&](std::stop_token stop) { get(*transport, silent.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_CASE(while_receiving) {
  LoopbackServer stuck([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  is_cancelled_at_once([&](std::stop_token stop) { get(*transport, stuck.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_SUITE_END()
