// Time and size limits.
#include <thread>

#include "blackhole.hpp"
#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(connect_timeout) {
  Blackhole hole;
  auto transport = http_transport();
  const auto failed = failure_of([&] { get(*transport, hole.origin(), {.connect_timeout = 80ms}); });
  BOOST_TEST((failed.phase == TransportPhase::connect));
  BOOST_TEST(failed.timed_out);
  BOOST_TEST(holds(failed.text, hole.origin()));
  BOOST_TEST(failed.elapsed.count() >= 79);
  BOOST_TEST(failed.elapsed.count() < 300);
}

// Nothing was sent, so that any method may be tried again.
BOOST_AUTO_TEST_CASE(row_13_refused) {
  auto transport = http_transport();
  std::string origin;
  {
    LoopbackServer gone({answer("")});
    origin = gone.origin();
  }
  for (const std::string method : {"GET", "POST", "PATCH"}) {
    const auto refused = failure_of([&] { transport->send(request(origin, method, "x"), {}, nullptr); });
    BOOST_TEST((refused.phase == TransportPhase::connect));
    BOOST_TEST((refused.fault == databricks::TransportFault::unreachable));
    BOOST_TEST(!refused.timed_out);
    BOOST_TEST(holds(refused.text, "refused"));
    BOOST_TEST(holds(refused.text, origin));
  }
}

BOOST_AUTO_TEST_CASE(silence_while_waiting_and_inside_a_body) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport();
  const auto waiting = failure_of([&] { get(*transport, silent.origin(), {.inactivity_timeout = 60ms}); });
  BOOST_TEST((waiting.phase == TransportPhase::wait));
  BOOST_TEST(waiting.timed_out);
  BOOST_TEST(waiting.elapsed.count() < 300);
  LoopbackServer stuck([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    peer.wait_until_closed();
  });
  const auto reading = failure_of([&] { get(*transport, stuck.origin(), {.inactivity_timeout = 60ms}); });
  BOOST_TEST((reading.phase == TransportPhase::receive));
  BOOST_TEST(reading.timed_out);
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_read) {
  LoopbackServer deaf([](Peer& peer) { peer.pause(10s); });
  auto transport = http_transport();
  const std::string body(64 << 20, 'x');
  const auto failed =
      failure_of([&] { transport->send(request(deaf.origin(), "PUT", body), {.inactivity_timeout = 80ms}, nullptr); });
  BOOST_TEST((failed.phase == TransportPhase::send));
  BOOST_TEST(failed.timed_out);
}

BOOST_AUTO_TEST_CASE(a_slow_body_that_moves_is_fine_but_a_slow_head_is_not) {  // rows 29, 30
  LoopbackServer drip([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
      peer.pause(20ms);
      peer.send("x");
    }
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  BOOST_TEST(get(*transport, drip.origin(), {.inactivity_timeout = 100ms}).body == "xxxxxxxxxx");
  LoopbackServer head([](Peer& peer) {
    peer.read_request();
    for (int i = 0; i < 100; ++i) {
      peer.send(i == 0 ? "HTTP/1.1 200 OK\r\n" : "A: b\r\n");
      peer.pause(20ms);
    }
  });
  const auto failed = failure_of([&] { get(*transport, head.origin(), {.inactivity_timeout = 100ms}); });
  BOOST_TEST(failed.timed_out);
  BOOST_TEST(failed.elapsed.count() < 300);
}

BOOST_AUTO_TEST_CASE(total_timeout_counts_all_of_it) {
  LoopbackServer drip([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 1000; ++i) {
      peer.send("x");
      peer.pause(10ms);
    }
  });
  auto transport = http_transport();
  const auto failed = failure_of([&] { get(*transport, drip.origin(), {.total_timeout = 150ms}); });
  BOOST_TEST(failed.timed_out);
  BOOST_TEST((failed.phase == TransportPhase::receive));
  BOOST_TEST(holds(failed.text, "time limit of 0.15 s"));
  BOOST_TEST(failed.elapsed.count() >= 149);
  BOOST_TEST(failed.elapsed.count() < 300);
}

BOOST_AUTO_TEST_CASE(response_size) {
  LoopbackServer server(
      {answer(std::string(1000, 'x')),
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + std::string(1024, 'x') + "\r\n0\r\n\r\n",
       answer(std::string(999, 'x'))});
  auto transport = http_transport();
  const databricks::HttpLimits limits{.max_response_bytes = 999};
  for (int i = 0; i < 2; ++i) {
    const auto failed = failure_of([&] { get(*transport, server.origin(), limits); });
    BOOST_TEST((failed.phase == TransportPhase::receive));
    BOOST_TEST(holds(failed.text, "limit of 999 bytes"));
  }
  BOOST_TEST(get(*transport, server.origin(), limits).body.size() == 999);
}

BOOST_AUTO_TEST_CASE(a_lying_length_takes_no_memory) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nabc");
  });
  auto transport = http_transport();
  const auto failed = failure_of([&] { get(*transport, server.origin(), {.max_response_bytes = 0}); });
  BOOST_TEST(holds(failed.text, "after 3 of 18446744073709551615 bytes"));
}

BOOST_AUTO_TEST_SUITE_END()
