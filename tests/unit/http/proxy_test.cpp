// Calls through proxies.
#include "http/proxy.hpp"

#include <atomic>
#include <map>
#include <thread>

#include "calls.hpp"
#include "certificates.hpp"
#include "config/proxy.hpp"
#include "http/watch.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportFault;
using databricks::TransportPhase;

namespace {

// user `us@er`, password `planted-secret:1`
constexpr const char* kCredentials = "us%40er:planted-secret%3A1@";
constexpr const char* kAuthorization = "Proxy-Authorization: Basic dXNAZXI6cGxhbnRlZC1zZWNyZXQ6MQ==\r\n";

std::string at(const LoopbackServer& server, const std::string& scheme = "http://", const std::string& user = {}) {
  return scheme + user + "127.0.0.1:" + std::to_string(server.port());
}

// Opens what it is asked for; the target's host is taken for this machine.
void tunnel(Peer& peer) {
  const auto request = peer.read_request();
  const auto colon = request.find(':');
  if (!request.starts_with("CONNECT ") || colon == std::string::npos) return;
  peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
  peer.relay(std::atoi(request.c_str() + colon + 1));
}

LoopbackServer::Script answering(std::string text) {
  return [text](Peer& peer) {
    if (!peer.read_request().empty()) peer.send(text);
    peer.wait_until_closed();
  };
}

Failure failure_with(LoopbackServer::Script script, const std::string& user = {}) {
  LoopbackServer proxy(std::move(script));
  auto transport = http_transport({.proxy = {.https = at(proxy, "http://", user)}});
  auto failed =
      failure_of([&] { get(*transport, "https://far.example", {.connect_timeout = 2s, .total_timeout = 5s}); });
  BOOST_TEST(!holds(failed.text, "planted-secret"));
  BOOST_TEST(!holds(failed.text, "dXNA"));
  BOOST_TEST((failed.phase == TransportPhase::proxy), failed.text);
  BOOST_TEST(holds(failed.text, "127.0.0.1:" + std::to_string(proxy.port())), failed.text);
  return failed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(proxy)

BOOST_AUTO_TEST_CASE(http_goes_in_absolute_form) {
  LoopbackServer server({answer("through")});
  const std::string origin = "http://far.example:8080";
  auto transport = http_transport({.proxy = {.http = at(server, "http://", kCredentials)}});
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(transport->send(request(origin, "POST", "body"), {}, nullptr).body == "through");
  }
  BOOST_TEST(server.connections() == 1);
  for (const auto& raw : server.requests()) {
    BOOST_TEST(raw.starts_with("POST http://far.example:8080/api/2.0/x?a=b HTTP/1.1\r\n"), raw);
    BOOST_TEST(holds(raw, "Host: far.example:8080\r\n"));
    BOOST_TEST(holds(raw, kAuthorization));
    BOOST_TEST(raw.ends_with("\r\n\r\nbody"));
  }
}

BOOST_AUTO_TEST_CASE(https_goes_through_a_tunnel) {
  CertificateAuthority authority;
  LoopbackServer server({answer("secret business")}, authority.server_for("DNS:far.example"));
  LoopbackServer proxy(tunnel);
  auto transport = http_transport(
      {.tls = {.ca_file = authority.file()}, .proxy = {.https = at(proxy, "http://", kCredentials) + "/"}});
  const auto origin = "https://far.example:" + std::to_string(server.port());
  for (int i = 0; i < 3; ++i) BOOST_TEST(get(*transport, origin).body == "secret business");
  BOOST_TEST(proxy.connections() == 1);
  const auto authority_form = "far.example:" + std::to_string(server.port());
  BOOST_TEST(proxy.requests().at(0) ==
             "CONNECT " + authority_form + " HTTP/1.1\r\nHost: " + authority_form + "\r\n" + kAuthorization + "\r\n");
  BOOST_TEST(server.requests().at(0).starts_with("GET /api/2.0/x?a=b HTTP/1.1\r\n"));
  BOOST_TEST(!holds(server.requests().at(0), "Proxy"));
}

BOOST_AUTO_TEST_CASE(https_proxy_for_both_schemes) {
  CertificateAuthority authority;
  const std::string down(3 << 20, 'd');
  const std::string up(3 << 20, 'u');
  LoopbackServer server({answer(down)}, authority.server_for("DNS:far.example"));
  LoopbackServer tunnels(tunnel, authority.server_for("IP:127.0.0.1"));
  LoopbackServer forwards({answer("forwarded")}, authority.server_for("IP:127.0.0.1"));
  auto transport =
      http_transport({.tls = {.ca_file = authority.file()},
                      .proxy = {.https = at(tunnels, "https://"), .http = at(forwards, "HTTPS://", kCredentials)}});
  const auto origin = "https://far.example:" + std::to_string(server.port());
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST((transport->send(request(origin, "PUT", up), {}, nullptr).body == down));
    BOOST_TEST((server.requests().back().ends_with(up)));
  }
  BOOST_TEST(tunnels.connections() == 1);
  BOOST_TEST(get(*transport, "http://far.example").body == "forwarded");
  BOOST_TEST(holds(forwards.requests().at(0), kAuthorization));
}

BOOST_AUTO_TEST_CASE(certificates_of_proxy_and_origin_are_checked) {
  CertificateAuthority authority;
  LoopbackServer server({answer("ok")}, authority.server_for("DNS:far.example"));
  LoopbackServer wrong_proxy(tunnel, authority.server_for("DNS:other.example"));
  LoopbackServer proxy(tunnel);
  struct {
    std::string url, origin, culprit;
  } cases[] = {{at(wrong_proxy, "https://"), "https://far.example:", "127.0.0.1"},
               {at(proxy), "https://other.example:", "other.example"}};
  for (const auto& one : cases) {
    auto transport = http_transport({.tls = {.ca_file = authority.file()}, .proxy = {.https = one.url}});
    const auto failed = failure_of([&] { get(*transport, one.origin + std::to_string(server.port())); });
    BOOST_TEST((failed.phase == TransportPhase::tls));
    BOOST_TEST((failed.fault == TransportFault::permanent));
    BOOST_TEST(holds(failed.text, "certificate of " + one.culprit), failed.text);
  }
  BOOST_TEST(server.requests().size() == 0);
}

BOOST_AUTO_TEST_CASE(row_46_no_proxy_is_obeyed) {
  LoopbackServer server({answer("direct")});
  LoopbackServer proxy({answer("proxied")});
  struct {
    std::string no_proxy;
    std::string body;
  } cases[] = {{"", "proxied"},
               {"127.0.0.0/8", "direct"},
               {"*", "direct"},
               {"127.0.0.1:" + std::to_string(server.port()), "direct"},
               {"127.0.0.1:1", "proxied"}};
  for (const auto& one : cases) {
    auto transport = http_transport({.proxy = {.http = at(proxy), .no_proxy = one.no_proxy}});
    BOOST_TEST(get(*transport, server.origin()).body == one.body, one.no_proxy);
  }
}

BOOST_AUTO_TEST_CASE(row_46_environment) {
  using Environment = std::map<std::string, std::string>;
  const std::string loopback = "localhost,127.0.0.0/8,::1";
  struct {
    Environment environment;
    std::string https, http, no_proxy;
  } cases[] = {
      {{}, "", "", loopback},
      {{{"HTTPS_PROXY", "S"}, {"HTTP_PROXY", "P"}, {"NO_PROXY", "N"}}, "S", "P", "N," + loopback},
      {{{"https_proxy", "s"}, {"http_proxy", "p"}, {"no_proxy", "n"}}, "s", "p", "n," + loopback},
      {{{"https_proxy", "s"}, {"HTTPS_PROXY", "S"}, {"no_proxy", "n"}, {"NO_PROXY", "N"}}, "s", "", "n," + loopback},
      {{{"https_proxy", ""}, {"HTTPS_PROXY", "S"}}, "S", "", loopback},
      {{{"HTTP_PROXY", "P"}, {"REQUEST_METHOD", "GET"}}, "", "", loopback},
      {{{"http_proxy", "p"}, {"REQUEST_METHOD", "GET"}, {"HTTPS_PROXY", "S"}}, "S", "p", loopback},
  };
  for (const auto& one : cases) {
    databricks::Config config;
    config.environment = [&](std::string_view name) -> std::optional<std::string> {
      const auto found = one.environment.find(std::string(name));
      return found == one.environment.end() ? std::nullopt : std::optional(found->second);
    };
    const auto got = databricks::proxy_from_environment(config);
    BOOST_TEST(got.https == one.https);
    BOOST_TEST(got.http == one.http);
    BOOST_TEST(got.no_proxy == one.no_proxy);
  }
}

BOOST_AUTO_TEST_CASE(row_46_loopback_is_never_proxied_by_the_environment) {
  databricks::Config config;
  config.environment = [](std::string_view name) -> std::optional<std::string> {
    if (name == "http_proxy" || name == "https_proxy") return "http://proxy.example:3128";
    return std::nullopt;
  };
  const databricks::Proxies proxies(databricks::proxy_from_environment(config));
  const auto proxied = [&](const char* origin) { return proxies.find(databricks::parse_origin(origin)) != nullptr; };
  for (const auto* origin : {"http://localhost:8080", "https://127.0.0.1", "http://127.3.2.1", "http://[::1]:80"}) {
    BOOST_TEST(!proxied(origin), origin);
  }
  for (const auto* origin : {"http://a.example", "https://128.0.0.1"}) BOOST_TEST(proxied(origin), origin);
}

BOOST_AUTO_TEST_CASE(row_47_status_407) {
  struct {
    std::string user, says;
  } cases[] = {{"", "wants credentials"}, {kCredentials, "refused the credentials"}};
  const auto refusal = "HTTP/1.1 407 " + std::string(kAuthorization, 20) +
                       "\r\nProxy-Authenticate: Basic realm=\"planted-secret\"\r\nContent-Length: 0\r\n\r\n";
  for (const auto& one : cases) {
    const auto tunnelled = failure_with(answering(refusal), one.user);
    BOOST_TEST((tunnelled.fault == TransportFault::permanent));
    BOOST_TEST(holds(tunnelled.text, one.says), tunnelled.text);
    LoopbackServer proxy({refusal});
    auto transport = http_transport({.proxy = {.http = at(proxy, "http://", one.user)}});
    const auto forwarded = failure_of([&] { get(*transport, "http://far.example"); });
    BOOST_TEST((forwarded.fault == TransportFault::permanent));
    BOOST_TEST((forwarded.phase == TransportPhase::proxy));
    BOOST_TEST(holds(forwarded.text, one.says), forwarded.text);
    BOOST_TEST(!holds(forwarded.text, "planted-secret"));
  }
}

BOOST_AUTO_TEST_CASE(a_proxy_that_opens_no_tunnel) {
  struct {
    std::string answer;
    TransportFault fault;
    std::string says;
  } cases[] = {
      {"HTTP/1.1 403 planted-secret\r\n\r\nplanted-secret", TransportFault::permanent, "status 403"},
      {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", TransportFault::unreachable, "status 502"},
      {"HTTP/1.1 302 Found\r\nLocation: http://planted-secret\r\n\r\n", TransportFault::unreachable, "status 302"},
      {"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", TransportFault::permanent, "bytes of its own"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 No\r\n\r\n", TransportFault::permanent, "status 403"},
      {"planted-secret\r\n\r\n", TransportFault::permanent, "no HTTP"},
      {"HTTP/1.1 200 OK\r\nA: " + std::string(100'000, 'x'), TransportFault::permanent, "64 KiB"},
  };
  for (const auto& one : cases) {
    const auto failed = failure_with(answering(one.answer), kCredentials);
    BOOST_TEST((failed.fault == one.fault), failed.text);
    BOOST_TEST(holds(failed.text, one.says), failed.text);
  }
  const auto closed = failure_with([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n");
  });
  BOOST_TEST((closed.fault == TransportFault::unreachable));
  BOOST_TEST(holds(closed.text, "closed the connection"));
  const auto endless = failure_with([](Peer& peer) {
    for (int i = 0; i < 100'000; ++i) peer.send("HTTP/1.1 100 Continue\r\n\r\n");
  });
  BOOST_TEST((endless.fault == TransportFault::permanent));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_says_nothing) {
  LoopbackServer proxy([](Peer& peer) { peer.wait_until_closed(); });
  auto transport = http_transport({.proxy = {.https = at(proxy)}});
  const auto failed = failure_of([&] { get(*transport, "https://far.example", {.connect_timeout = 80ms}); });
  BOOST_TEST((failed.phase == TransportPhase::proxy));
  BOOST_TEST((failed.fault == TransportFault::unreachable));
  BOOST_TEST(failed.timed_out);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_not_there) {
  std::string url;
  {
    LoopbackServer gone({answer("")});
    url = "http://user:planted-secret@127.0.0.1:" + std::to_string(gone.port());
  }
  auto transport = http_transport({.proxy = {.https = url}});
  const auto failed = failure_of([&] { get(*transport, "https://far.example"); });
  BOOST_TEST((failed.fault == TransportFault::unreachable));
  BOOST_TEST(holds(failed.text, "127.0.0.1:"));
  BOOST_TEST(!holds(failed.text, "planted-secret"));
}

BOOST_AUTO_TEST_CASE(forms_of_the_url) {
  struct {
    std::string url, host, port;
    bool tls, credentials;
  } cases[] = {
      {"proxy:3128", "proxy", "3128", false, false},      {"http://proxy", "proxy", "80", false, false},
      {"https://proxy", "proxy", "443", true, false},     {"Http://proxy:1/", "proxy", "1", false, false},
      {"http://[::1]:3128", "::1", "3128", false, false}, {"a:b@proxy:3128", "proxy", "3128", false, true},
      {"http://a@b:c@proxy", "proxy", "80", false, true}, {"http://only-user@proxy", "proxy", "80", false, true}};
  for (const auto& one : cases) {
    const databricks::Proxies proxies({.https = one.url});
    const auto* found = proxies.find(databricks::parse_origin("https://a"));
    BOOST_REQUIRE(found);
    BOOST_TEST(found->origin.host == one.host, one.url);
    BOOST_TEST(found->origin.port == one.port);
    BOOST_TEST(found->origin.tls == one.tls);
    BOOST_TEST(found->has_credentials() == one.credentials);
    BOOST_TEST(!proxies.find(databricks::parse_origin("http://a")));
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_url_is_refused_without_echo) {
  for (const std::string bad :
       {"socks5://planted-secret", "ftp://planted-secret", "http://planted-secret/path", "http://", "http://:80",
        "http://a:planted-secret@", "http://planted-secret:0", "http://planted-secret:port", "http://[planted-secret",
        "http://planted-secret?a", "a b@planted-secret", "http://us/er:planted-secret@host", "@", ":", "//",
        "http://a\r\nplanted-secret"}) {
    const auto refused = [](const databricks::InvalidArgument& error) {
      return !holds(error.what(), "planted-secret");
    };
    BOOST_CHECK_EXCEPTION(http_transport({.proxy = {.https = bad}}), databricks::InvalidArgument, refused);
    BOOST_CHECK_EXCEPTION(http_transport({.proxy = {.http = bad}}), databricks::InvalidArgument, refused);
  }
}

BOOST_AUTO_TEST_SUITE_END()
