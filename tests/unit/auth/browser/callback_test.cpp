// The server that a browser comes back to, among clients that are none.
#include "auth/callback_server.hpp"

#include "machine.hpp"

#include <future>
#include <thread>

using namespace test;
using namespace std::chrono_literals;
using databricks::CallbackParameters;
using databricks::detail::callback_address;
using databricks::detail::CallbackAddress;
using databricks::detail::CallbackServer;

namespace {

// A server that waits on a thread of its own.
struct Waiting {
  explicit Waiting(std::string path = "/", std::chrono::milliseconds limit = 20s)
      : server({free_ports(1), 65535, std::move(path)}), found(std::async(std::launch::async, [this, limit] {
          return server.wait(
              limit, [](const auto& parameters) { return parameters.count("error") > 0 ? "<b>no" : ""; },
              stop.get_token());
        })) {}
  ~Waiting() { stop.request_stop(); }

  int port() const { return server.port(); }
  bool is_waiting() { return found.wait_for(0ms) != std::future_status::ready; }

  CallbackServer server;
  std::stop_source stop;
  std::future<CallbackParameters> found;
};

std::string status_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

}  // namespace

BOOST_AUTO_TEST_SUITE(callback)

BOOST_AUTO_TEST_CASE(t247_other_requests_are_not_the_answer) {
  Waiting waiting;
  for (const auto* target : {"/favicon.ico", "/favicon.ico?code=x&state=y", "/", "/?x=1", "//?code=x", "/x", "/%2F"}) {
    BOOST_TEST(status_of(visit(waiting.port(), target)) == "HTTP/1.1 404 Not Found", target);
  }
  BOOST_TEST(waiting.is_waiting());
  const auto page = visit(waiting.port(), "/?code=a%20b&state=s");
  BOOST_TEST(status_of(page) == "HTTP/1.1 200 OK");
  BOOST_TEST(holds(page, "Content-Type: text/html"));
  BOOST_TEST(holds(page, "You can close this tab."));
  BOOST_TEST((waiting.found.get() == CallbackParameters{{"code", "a b"}, {"state", "s"}}));
}

BOOST_AUTO_TEST_CASE(a_problem_is_shown_and_harmless) {
  Waiting waiting("/back");
  BOOST_TEST(status_of(visit(waiting.port(), "/?error=e")) == "HTTP/1.1 404 Not Found");
  const auto page = visit(waiting.port(), "/back?error=%3Cscript%3E");
  BOOST_TEST(status_of(page) == "HTTP/1.1 400 Bad Request");
  BOOST_TEST(holds(page, "&lt;b&gt;no"));
  BOOST_TEST(!holds(page, "<script"));
  BOOST_TEST(waiting.found.get().at("error") == "<script>");
}

BOOST_AUTO_TEST_CASE(both_addresses_of_localhost_are_served) {
  const int probe = bound(AF_INET6, free_ports(1));
  if (probe < 0) return;  // a machine without IPv6
  ::close(probe);
  Waiting waiting;
  BOOST_TEST(holds(visit(waiting.port(), "/x"), "404"));
  BOOST_TEST(holds(visit(waiting.port(), "/?code=a&state=b", AF_INET6), "200 OK"));
  BOOST_TEST(waiting.found.get().at("code") == "a");
}

// None of these may hold up the one who counts.
BOOST_AUTO_TEST_CASE(hostile_clients_hinder_nobody) {
  Waiting waiting;
  std::vector<int> open;
  for (int i = 0; i < 100; ++i) open.push_back(connected(waiting.port()));  // silent
  const std::string pieces[] = {"G",        "GET /?code=x",     "GET /?code=x&state=y HTTP/1.1\r\nA: b\r\n",
                                "\r\n\r\n", "\x16\x03\x01\x02", std::string(100, '\0')};
  for (const auto& piece : pieces) {
    open.push_back(connected(waiting.port()));
    send_all(open.back(), piece);
  }
  for (const auto& bad : {std::string("POST /?code=x&state=y HTTP/1.1\r\n\r\n"), std::string("GET\r\n\r\n"),
                          std::string("GET \r\n\r\n"), std::string("GET  /?code=x HTTP/1.1\r\n\r\n"),
                          std::string("\r\n\r\n"), std::string("HEAD /?code=x HTTP/1.1\r\n\r\n")}) {
    const int fd = connected(waiting.port());
    send_all(fd, bad);
    BOOST_TEST(holds(read_all(fd), "404 Not Found"), bad);
    ::close(fd);
  }
  const int endless = connected(waiting.port());
  send_all(endless, "GET /?code=" + std::string(100'000, 'x'));
  BOOST_TEST(read_all(endless).empty());
  ::close(endless);
  BOOST_TEST(waiting.is_waiting());
  BOOST_TEST(holds(visit(waiting.port(), "/?code=a&state=b"), "200 OK"));
  BOOST_TEST(waiting.found.get().at("code") == "a");
  for (const int fd : open) ::close(fd);
}

BOOST_AUTO_TEST_CASE(a_request_in_pieces_is_whole) {
  Waiting waiting;
  const int fd = connected(waiting.port());
  for (const char c : std::string_view("GET /?code=a&state=b HTTP/1.1\r\n\r\n")) send_all(fd, {&c, 1});
  BOOST_TEST(holds(read_all(fd), "200 OK"));
  ::close(fd);
  BOOST_TEST(waiting.found.get().at("state") == "b");
}

BOOST_AUTO_TEST_CASE(nobody_comes) {
  Waiting waiting("/", 30ms);
  const auto text = error_text([&] { waiting.found.get(); });
  BOOST_TEST(holds(text, "nobody came back from the browser within 1 s"), text);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait) {
  Waiting waiting;
  waiting.stop.request_stop();
  BOOST_TEST(holds(error_text([&] { waiting.found.get(); }), "cancelled"));
}

BOOST_AUTO_TEST_CASE(t249_addresses_to_listen_on) {
  struct Row {
    std::string url;
    int port;
    std::string path;
  };
  const Row good[] = {{"http://localhost:8020", 8020, "/"},
                      {"http://127.0.0.1:1/", 1, "/"},
                      {"http://[::1]:2/a/b?c#d", 2, "/a/b"},
                      {"http://localhost", 80, "/"},
                      {"http://localhost:9?x", 9, "/"}};
  for (const auto& row : good) {
    const auto address = callback_address(row.url);
    BOOST_TEST(address.first_port == row.port, row.url);
    BOOST_TEST(address.last_port == row.port, row.url);
    BOOST_TEST(address.path == row.path, row.url);
  }
  const std::pair<std::string, std::string> bad[] = {
      {"https://x.y", "cannot listen on x.y"},
      {"http://x.y:80/z", "cannot listen on x.y"},
      {"http://localhost.evil.example:1", "cannot listen on localhost.evil.example"},
      {"http://0.0.0.0:1", "cannot listen on 0.0.0.0"},
      {"https://localhost:1", "cannot listen on localhost"},
      {"http://user:planted-secret@localhost:1", "cannot listen on the redirect_url"},
      {"http://localhost:99999", "cannot listen on the redirect_url"},
      {"localhost:8020", "cannot listen on the redirect_url"},
      {"", "cannot listen on the redirect_url"},
      {"urn:ietf:wg:oauth:2.0:oob", "cannot listen on the redirect_url"},
  };
  for (const auto& [url, error] : bad) {
    const auto text = error_text([&, &from = url] { callback_address(from); });
    BOOST_TEST(text.starts_with(error), text);
  }
}

BOOST_AUTO_TEST_CASE(t250_a_busy_port_and_the_next) {
  for (const int family : {AF_INET, AF_INET6}) {
    const int port = free_ports(2);
    const int busy = bound(family, port);
    if (busy < 0) continue;  // a machine without IPv6
    BOOST_TEST(CallbackServer({port, port + 1, "/"}).port() == port + 1);
    const auto text = error_text([&] { CallbackServer({port, port, "/"}); });
    BOOST_TEST(text.starts_with("cannot listen on localhost:" + std::to_string(port) + ' '), text);
    BOOST_TEST(holds(text, "in use"), text);
    ::close(busy);
  }
  const int port = free_ports(2);
  const CallbackServer first({port, port + 1, "/"});
  const CallbackServer second({port, port + 1, "/"});
  BOOST_TEST(second.port() == port + 1);
  const auto text = error_text([&] { CallbackServer({port, port + 1, "/"}); });
  BOOST_TEST(text.starts_with("cannot listen on localhost:" + std::to_string(port) + " to "), text);
}

BOOST_AUTO_TEST_SUITE_END()
