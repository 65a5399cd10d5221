// Which connection a request runs on.
#include <atomic>
#include <thread>

#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

namespace {

// Answers one request per connection, then closes it without saying so.
void one_each(Peer& peer) {
  if (!peer.read_request().empty()) peer.send(answer("ok"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(keep_alive)

BOOST_AUTO_TEST_CASE(one_connection_serves_many_calls) {
  LoopbackServer server({answer("ok")});
  auto transport = http_transport();
  for (int i = 0; i < 50; ++i) get(*transport, server.origin());
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(row_41_closed_keep_alive_is_replaced) {
  LoopbackServer server(one_each);
  auto transport = http_transport();
  for (const std::string method : {"GET", "POST", "PUT", "DELETE"}) {
    BOOST_TEST(transport->send(request(server.origin(), method, "x"), {}, nullptr).body == "ok");
    std::this_thread::sleep_for(20ms);  // so that the close has arrived
  }
  BOOST_TEST(server.requests().size() == 4);
}

BOOST_AUTO_TEST_CASE(bytes_nobody_asked_for_end_a_connection) {
  LoopbackServer server([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.send(answer("ok"));
      peer.pause(5ms);
      peer.send(answer("smuggled"));
    }
  });
  auto transport = http_transport();
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(get(*transport, server.origin()).body == "ok");
    std::this_thread::sleep_for(20ms);
  }
  BOOST_TEST(server.connections() == 3);
}

// The close comes after the check: the server reads the second request and hangs up without a word.
BOOST_AUTO_TEST_CASE(lost_on_reuse_get_goes_again_and_post_does_not) {
  std::atomic<int> requests = 0;
  LoopbackServer server([&](Peer& peer) {
    if (peer.read_request().empty()) return;
    ++requests;
    peer.send(answer("ok"));
    if (!peer.read_request().empty()) ++requests;
  });
  auto transport = http_transport();
  get(*transport, server.origin());
  BOOST_TEST(get(*transport, server.origin()).body == "ok");
  BOOST_TEST(requests == 3);
  const auto failed = failure_of([&] { transport->send(request(server.origin(), "POST", "x"), {}, nullptr); });
  BOOST_TEST((failed.phase == TransportPhase::wait));
  BOOST_TEST((failed.fault == databricks::TransportFault::interrupted));
  BOOST_TEST(!failed.timed_out);
  BOOST_TEST(requests == 4);
}

BOOST_AUTO_TEST_CASE(a_new_connection_that_is_lost_is_an_error) {
  LoopbackServer server([](Peer& peer) { peer.read_request(); });
  auto transport = http_transport();
  const auto failed = failure_of([&] { get(*transport, server.origin()); });
  BOOST_TEST((failed.phase == TransportPhase::wait));
  BOOST_TEST(holds(failed.text, server.origin()));
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(connection_close_is_obeyed) {
  LoopbackServer server({answer("ok", "Connection: close\r\n")});
  auto transport = http_transport();
  get(*transport, server.origin());
  get(*transport, server.origin());
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(old_idle_connections_are_not_used_again) {
  LoopbackServer server({answer("ok")});
  auto transport = http_transport({.idle_timeout = 30ms});
  get(*transport, server.origin());
  get(*transport, server.origin());
  BOOST_TEST(server.connections() == 1);
  std::this_thread::sleep_for(60ms);
  get(*transport, server.origin());
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(redirects_are_not_followed) {
  LoopbackServer server({"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nno"});
  const auto got = get(*http_transport(), server.origin());
  BOOST_TEST(got.status == 302);
  BOOST_TEST(got.body == "no");
}

BOOST_AUTO_TEST_SUITE_END()
