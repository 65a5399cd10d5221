// One transport under many threads.
#include <atomic>
#include <thread>

#include "calls.hpp"
#include "certificates.hpp"

using namespace test;
using databricks::http_transport;

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(many_threads_share_a_transport) {
  CertificateAuthority authority;
  for (auto* context : {static_cast<ssl_ctx_st*>(nullptr), authority.server_for("IP:127.0.0.1")}) {
    LoopbackServer server(
        [](Peer& peer) {
          for (std::string raw; !(raw = peer.read_request()).empty();) peer.send(answer(raw.substr(raw.size() - 6)));
        },
        context);
    auto transport = http_transport({.tls = {.ca_file = authority.file()}, .max_connections_per_pool = 8});
    std::atomic<int> good = 0;
    std::vector<std::thread> callers;
    for (int t = 0; t < 32; ++t) {
      callers.emplace_back([&, t] {
        for (int i = 0; i < 60; ++i) {
          const auto body = std::to_string(100'000 + t * 1000 + i);
          good += transport->send(request(server.origin(), "POST", body), {}, nullptr).body == body;
        }
      });
    }
    for (auto& caller : callers) caller.join();
    BOOST_TEST(good == 32 * 60);
    BOOST_TEST(server.connections() <= 8);
  }
}

BOOST_AUTO_TEST_SUITE_END()
