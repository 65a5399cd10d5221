// TLS with an authority made for the test.
#include <openssl/ssl.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "calls.hpp"
#include "certificates.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportFault;
using databricks::TransportPhase;

namespace {

std::string by_name(const LoopbackServer& server) { return "https://localhost:" + std::to_string(server.port()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(trusted_name_and_address) {
  CertificateAuthority authority;
  LoopbackServer named({answer("ok")}, authority.server_for("DNS:localhost"));
  LoopbackServer addressed({answer("ok")}, authority.server_for("IP:127.0.0.1"));
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  for (int i = 0; i < 3; ++i) BOOST_TEST(get(*transport, by_name(named)).body == "ok");
  BOOST_TEST(named.connections() == 1);
  BOOST_TEST(get(*transport, addressed.origin()).body == "ok");
}

BOOST_AUTO_TEST_CASE(row_16_wrong_host_is_refused_unless_told_otherwise) {
  CertificateAuthority authority;
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  for (const std::string name : {"DNS:other.example", "DNS:*", "DNS:127.0.0.1", "IP:127.0.0.2"}) {
    LoopbackServer server({answer("ok")}, authority.server_for(name));
    for (const auto& origin : {by_name(server), server.origin()}) {
      const auto failed = failure_of([&] { get(*transport, origin); });
      BOOST_TEST((failed.phase == TransportPhase::tls), name);
      BOOST_TEST((failed.fault == TransportFault::permanent));
      BOOST_TEST(holds(failed.text, "not trusted"));
      BOOST_TEST(holds(failed.text, "mismatch"));
      BOOST_TEST(server.requests().size() == 0);
    }
    BOOST_TEST(get(*http_transport({.tls = {.skip_verify = true}}), by_name(server)).body == "ok");
  }
}

BOOST_AUTO_TEST_CASE(row_16_unknown_authority_is_refused_unless_told_otherwise) {
  CertificateAuthority authority;
  CertificateAuthority stranger;
  LoopbackServer server({answer("ok")}, stranger.server_for("DNS:other.example"));
  for (const auto& file : {authority.file(), std::string()}) {
    auto transport = http_transport({.tls = {.ca_file = file}});
    const auto failed = failure_of([&] { get(*transport, by_name(server)); });
    BOOST_TEST((failed.phase == TransportPhase::tls));
    BOOST_TEST((failed.fault == TransportFault::permanent));
    BOOST_TEST(holds(failed.text, "certificate of localhost"));
  }
  BOOST_TEST(server.requests().size() == 0);
  BOOST_TEST(get(*http_transport({.tls = {.skip_verify = true}}), by_name(server)).body == "ok");
}

// What would go wrong again is permanent; a line that breaks or is silent may work the next time.
BOOST_AUTO_TEST_CASE(handshakes_that_fail) {
  struct {
    LoopbackServer::Script script;
    TransportFault fault;
    bool timed_out;
  } cases[] = {{[](Peer& peer) {
                  peer.read_some();
                  peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                },
                TransportFault::permanent, false},
               {[](Peer& peer) { peer.read_some(); }, TransportFault::unreachable, false},
               {[](Peer& peer) {
                  peer.read_some();
                  peer.reset();
                },
                TransportFault::unreachable, false},
               {[](Peer& peer) { peer.wait_until_closed(); }, TransportFault::unreachable, true}};
  auto transport = http_transport();
  for (const auto& one : cases) {
    LoopbackServer server(one.script);
    const auto failed = failure_of([&] { get(*transport, by_name(server), {.connect_timeout = 300ms}); });
    BOOST_TEST((failed.phase == TransportPhase::tls), failed.text);
    BOOST_TEST((failed.fault == one.fault), failed.text);
    BOOST_TEST(failed.timed_out == one.timed_out);
  }
}

BOOST_AUTO_TEST_CASE(old_protocols_are_refused) {
  CertificateAuthority authority;
  auto* context = authority.server_for("DNS:localhost");
  SSL_CTX_set_security_level(context, 0);
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
  LoopbackServer server({answer("ok")}, context);
  auto transport = http_transport({.tls = {.skip_verify = true}});
  BOOST_TEST((failure_of([&] { get(*transport, by_name(server)); }).phase == TransportPhase::tls));
}

BOOST_AUTO_TEST_CASE(row_41_closed_keep_alive_is_replaced) {
  CertificateAuthority authority;
  LoopbackServer server(
      [](Peer& peer) {
        if (!peer.read_request().empty()) peer.send(answer("ok"));
      },
      authority.server_for("DNS:localhost"));
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  for (const std::string method : {"GET", "POST", "POST"}) {
    BOOST_TEST(transport->send(request(by_name(server), method, "x"), {}, nullptr).body == "ok");
    std::this_thread::sleep_for(20ms);
  }
  BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(a_body_until_close_needs_the_farewell) {
  CertificateAuthority authority;
  LoopbackServer cut(
      [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\npart");
        peer.leave_silently();
      },
      authority.server_for("DNS:localhost"));
  LoopbackServer whole(
      [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\nwhole");
      },
      authority.server_for("DNS:localhost"));
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  BOOST_TEST(get(*transport, by_name(whole)).body == "whole");
  BOOST_TEST((failure_of([&] { get(*transport, by_name(cut)); }).phase == TransportPhase::receive));
}

std::atomic<int> broken_pipes = 0;

BOOST_AUTO_TEST_CASE(no_broken_pipe_signal) {
  CertificateAuthority authority;
  struct sigaction count {};
  struct sigaction old {};
  count.sa_handler = [](int) { ++broken_pipes; };
  sigaction(SIGPIPE, &count, &old);
  for (auto* context : {static_cast<ssl_ctx_st*>(nullptr), authority.server_for("IP:127.0.0.1")}) {
    LoopbackServer server(
        [](Peer& peer) {
          peer.read_some();
          peer.reset();
        },
        context);
    auto transport = http_transport({.tls = {.ca_file = authority.file()}});
    const auto put = request(server.origin(), "PUT", std::string(32 << 20, 'x'));
    failure_of([&] { transport->send(put, {}, nullptr); });
  }
  sigaction(SIGPIPE, &old, nullptr);
  BOOST_TEST(broken_pipes == 0);
}

BOOST_AUTO_TEST_CASE(big_bodies_both_ways) {
  CertificateAuthority authority;
  LoopbackServer server({answer(std::string(5 << 20, 'd'))}, authority.server_for("DNS:localhost"));
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  const std::string body(5 << 20, 'u');
  const auto got = transport->send(request(by_name(server), "PUT", body), {}, nullptr);
  BOOST_TEST((got.body == std::string(5 << 20, 'd')));
  BOOST_TEST(server.requests().at(0).ends_with(body));
}

BOOST_AUTO_TEST_SUITE_END()
