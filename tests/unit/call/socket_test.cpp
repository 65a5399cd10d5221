// Retries over real sockets: connections that are refused, reset and cut.
#include "fixture.hpp"
#include "loopback.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace databricks;
using namespace test;

namespace {

// A port that refuses connections until open() is called, and then gives one answer to each.
class LateServer {
 public:
  LateServer() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(fd_, reinterpret_cast<sockaddr*>(&address), length);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
  }
  ~LateServer() {
    ::shutdown(fd_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    ::close(fd_);
  }
  void open() {
    if (thread_.joinable()) return;
    listen(fd_, 8);
    thread_ = std::thread([this] { serve(); });
  }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    for (int peer = 0; (peer = accept(fd_, nullptr, nullptr)) >= 0; ::close(peer)) {
      char buffer[4096];
      std::string head;
      while (head.find("\r\n\r\n") == head.npos) {
        const auto n = recv(peer, buffer, sizeof buffer, 0);
        if (n <= 0) break;
        head.append(buffer, static_cast<std::size_t>(n));
      }
      const auto text = answer(R"({"id":"late"})", "Connection: close\r\n");
      send(peer, text.data(), text.size(), MSG_NOSIGNAL);
    }
  }

  int fd_;
  int port_ = 0;
  std::thread thread_;
};

struct Sockets {
  Widgets widgets(const std::string& origin) {
    Config config;
    config.host = origin;
    config.token = "planted-secret";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    return Widgets{Client(config)};
  }
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
};

// The first connection is reset when its request has been read; the others get an answer.
LoopbackServer::Script reset_first() {
  return [first = std::make_shared<std::atomic<bool>>(true)](Peer& peer) {
    if (peer.read_request().empty()) return;
    if (first->exchange(false)) return peer.reset();
    peer.send(answer(R"({"id":"second"})"));
    peer.wait_until_closed();
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sockets, Sockets)

BOOST_AUTO_TEST_CASE(row_13_a_refused_connection_is_tried_again_with_every_method) {
  for (const bool post : {false, true}) {
    LateServer server;
    clock->forget_sleeps();
    clock->on_sleep = [&] { server.open(); };
    const auto service = widgets(server.origin());
    BOOST_TEST(*(post ? service.by_post({"a"}) : service.get({"a"})).id == "late");
    BOOST_TEST(clock->sleeps().size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_14_a_reset_before_the_answer_is_survived_by_a_get) {
  LoopbackServer server(reset_first());
  BOOST_TEST(*widgets(server.origin()).get({"a"}).id == "second");
  BOOST_TEST(server.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_15_a_reset_before_the_answer_ends_a_post_whose_outcome_is_unknown) {
  LoopbackServer server(reset_first());
  BOOST_CHECK_EXCEPTION(widgets(server.origin()).by_post({"a"}), TransportError, [](const TransportError& error) {
    return error.outcome_unknown() && error.call().attempts == 1 && error.call().operation == "POST /widgets/post";
  });
  BOOST_TEST(server.requests().size() == 1u);
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(row_32_a_cut_answer_is_read_again) {
  LoopbackServer server([first = std::make_shared<std::atomic<bool>>(true)](Peer& peer) {
    if (peer.read_request().empty()) return;
    if (first->exchange(false)) return peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"fir");
    peer.send(answer(R"({"id":"second"})"));
    peer.wait_until_closed();
  });
  BOOST_TEST(*widgets(server.origin()).get({"a"}).id == "second");
  BOOST_TEST(server.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_44_a_real_redirect_to_another_port_takes_no_credentials_along) {
  LoopbackServer other(std::vector<std::string>{answer(R"({"id":"there"})")});
  LoopbackServer server([&](Peer& peer) {
    if (peer.read_request().empty()) return;
    peer.send("HTTP/1.1 302 Found\r\nLocation: " + other.origin() + "/there\r\nContent-Length: 0\r\n\r\n");
    peer.wait_until_closed();
  });
  BOOST_TEST(*widgets(server.origin()).get({"a"}).id == "there");
  BOOST_REQUIRE_EQUAL(other.requests().size(), 1u);
  const auto request = other.requests().at(0);
  BOOST_TEST(request.starts_with("GET /there HTTP/1.1\r\n"));
  BOOST_TEST((request.find("planted-secret") == request.npos));
  BOOST_TEST((request.find("Host: " + other.origin().substr(7)) != request.npos));
}

BOOST_AUTO_TEST_SUITE_END()
