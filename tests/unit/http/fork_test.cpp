// A transport in a child made by fork().
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "calls.hpp"
#include "certificates.hpp"

using namespace test;
using databricks::http_transport;

namespace {

// The exit code of a child that runs this; 255 when it has to be stopped.
template <class F>
int in_child(F&& run) {
  const auto child = fork();
  if (child == 0) {
    alarm(20);
    int code = 99;
    try {
      code = run();
    } catch (const std::exception&) {
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

void answer_all(Peer& peer) {
  while (!peer.read_request().empty()) peer.send(answer("ok"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forked)

BOOST_AUTO_TEST_CASE(row_54_child_and_parent_have_connections_of_their_own) {
  CertificateAuthority authority;
  for (auto* context : {static_cast<ssl_ctx_st*>(nullptr), authority.server_for("IP:127.0.0.1")}) {
    LoopbackServer server(answer_all, context);
    auto transport = http_transport({.tls = {.ca_file = authority.file()}});
    get(*transport, server.origin());
    BOOST_TEST(server.connections() == 1);
    const int code = in_child([&] {
      for (int i = 0; i < 3; ++i) {
        if (get(*transport, server.origin(), {.total_timeout = 5s}).body != "ok") return 1;
      }
      transport.reset();
      return 0;
    });
    BOOST_TEST(code == 0);
    BOOST_TEST(server.connections() == 2);
    // A farewell that the child had written would have ended the parent's connection.
    for (int i = 0; i < 3; ++i) BOOST_TEST(get(*transport, server.origin()).body == "ok");
    BOOST_TEST(server.connections() == 2);
  }
}

BOOST_AUTO_TEST_CASE(row_54_a_child_that_only_leaves_harms_nothing) {
  CertificateAuthority authority;
  LoopbackServer server(answer_all, authority.server_for("IP:127.0.0.1"));
  auto transport = http_transport({.tls = {.ca_file = authority.file()}});
  get(*transport, server.origin());
  const int code = in_child([&] {
    transport.reset();
    return 0;
  });
  BOOST_TEST(code == 0);
  BOOST_TEST(get(*transport, server.origin()).body == "ok");
  BOOST_TEST(server.connections() == 1);
}

// At the moment of the fork another thread may hold any lock of the transport.
BOOST_AUTO_TEST_CASE(row_54_fork_while_other_threads_call) {
  LoopbackServer server(answer_all);
  auto transport = http_transport({.max_connections_per_pool = 2});
  std::atomic<bool> end = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!end) get(*transport, server.origin());
    });
  }
  for (int i = 0; i < 30; ++i) {
    const int code =
        in_child([&] { return get(*transport, server.origin(), {.total_timeout = 5s}).body == "ok" ? 0 : 1; });
    BOOST_TEST(code == 0);
  }
  end = true;
  for (auto& caller : callers) caller.join();
}

BOOST_AUTO_TEST_SUITE_END()
