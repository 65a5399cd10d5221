// A stop token ends a call at once, whatever it is doing.
#include <atomic>
#include <thread>

#include "blackhole.hpp"
#include "calls.hpp"
#include "resolver.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

BOOST_AUTO_TEST_SUITE(cancellation)

namespace {

template <class F>
void is_cancelled_at_once(TransportPhase phase, F call) {
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
  BOOST_TEST((failed.phase == phase));
  BOOST_TEST(!failed.timed_out);
  BOOST_TEST((took < 200ms));
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

BOOST_AUTO_TEST_CASE(row_207_in_the_queue) {
  LoopbackServer slow([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport({.max_connections_per_pool = 1});
  std::stop_source stop;
  std::thread holder([&] { failure_of([&] { get(*transport, slow.origin(), {.stop = stop.get_token()}); }); });
  while (slow.connections() == 0) std::this_thread::sleep_for(1ms);
  is_cancelled_at_once(TransportPhase::queue,
                       [&](std::stop_token token) { get(*transport, slow.origin(), {.stop = token}); });
  stop.request_stop();
  holder.join();
}

BOOST_AUTO_TEST_CASE(row_207_while_resolving) {
  const ResolverOverride guard(+[](const std::string&, const std::string&) -> databricks::detail::LookUp {
    std::this_thread::sleep_for(1s);
    return {};
  });
  auto transport = http_transport();
  is_cancelled_at_once(TransportPhase::resolve,
                       [&](std::stop_token stop) { get(*transport, "http://slow.example", {.stop = stop}); });
}

BOOST_AUTO_TEST_CASE(row_207_while_the_proxy_is_silent) {
  std::atomic<bool> closed = false;
  LoopbackServer silent([&](Peer& peer) {
    peer.wait_until_closed();
    closed = true;
  });
  auto transport = http_transport({.proxy = {.https = silent.origin()}});
  is_cancelled_at_once(TransportPhase::proxy,
                       [&](std::stop_token stop) { get(*transport, "https://far.example", {.stop = stop}); });
  for (int i = 0; i < 100 && !closed; ++i) std::this_thread::sleep_for(10ms);
  BOOST_TEST(closed);
}

BOOST_AUTO_TEST_CASE(row_207_while_connecting) {
  Blackhole hole;
  auto transport = http_transport();
  is_cancelled_at_once(TransportPhase::connect,
                       [&](std::stop_token stop) { get(*transport, hole.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_CASE(row_207_in_the_tls_handshake) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport({.tls = {.skip_verify = true}});
  is_cancelled_at_once(TransportPhase::tls, [&](std::stop_token stop) {
    get(*transport, "https://127.0.0.1:" + std::to_string(silent.port()), {.stop = stop});
  });
}

BOOST_AUTO_TEST_CASE(row_207_while_sending) {
  LoopbackServer deaf([](Peer& peer) { peer.pause(10s); });
  auto transport = http_transport();
  const auto put = request(deaf.origin(), "PUT", std::string(64 << 20, 'x'));
  is_cancelled_at_once(TransportPhase::send,
                       [&](std::stop_token stop) { transport->send(put, {.stop = stop}, nullptr); });
}

BOOST_AUTO_TEST_CASE(row_207_while_waiting) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport();
  is_cancelled_at_once(TransportPhase::wait,
                       [&](std::stop_token stop) { get(*transport, silent.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_CASE(row_207_while_receiving) {
  LoopbackServer stuck([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  is_cancelled_at_once(TransportPhase::receive,
                       [&](std::stop_token stop) { get(*transport, stuck.origin(), {.stop = stop}); });
}

BOOST_AUTO_TEST_SUITE_END()
