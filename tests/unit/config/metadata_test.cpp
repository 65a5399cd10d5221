// What a host says about itself, over real sockets.
#include "auth/host_metadata.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>

#include "chosen.hpp"
#include "config/environments.hpp"
#include "loopback.hpp"
#include "machine.hpp"
#include "recording_server.hpp"
#include "says.hpp"
#include "virtual_clock.hpp"

using namespace databricks;
using namespace test;

namespace {

// The real transport with a hundredth of the patience, which it keeps for a look.
class Impatient : public Transport {
 public:
  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override {
    ++sent;
    longest = std::max(longest, limits.total_timeout);
    HttpLimits shorter = limits;
    shorter.total_timeout = limits.total_timeout / 100;
    return real_->send(request, shorter, sink);
  }
  std::chrono::milliseconds longest{};
  int sent = 0;

 private:
  std::shared_ptr<Transport> real_ = http_transport();
};

struct Completed {
  Config config;
  std::string problem;
  std::shared_ptr<Impatient> transport = std::make_shared<Impatient>();
};

Completed complete(Config config, std::stop_token stop = {}) {
  Completed completed{Machine().resolve(std::move(config)), {}};
  detail::AuthHttp http(completed.transport, completed.transport, std::make_shared<VirtualClock>());
  complete_by_metadata(completed.config, http, stop, completed.problem);
  return completed;
}

Completed complete_by(const std::string& document, Config config = {}) {
  if (config.host.empty()) config.host = "https://a.b";
  config.host_metadata = [document](std::string_view) { return document; };
  return complete(std::move(config));
}

// Nothing was filled.
bool is_untouched(const Config& config) {
  return config.account_id.empty() && config.workspace_id.empty() && config.cloud.empty() &&
         config.discovery_url.empty() && config.token_audience.empty() && config.host_type.empty();
}

const std::string kFull = R"({"oidc_endpoint":"https://h/oidc/","account_id":"A","workspace_id":"7","cloud":"azure",
  "host_type":"Unified","token_federation_default_oidc_audiences":["x","y"],"other":{"a":[1]}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(metadata)

BOOST_AUTO_TEST_CASE(t101_a_full_document_fills_what_is_empty) {
  std::vector<Recorded> requests;
  RecordingServer server([&](const Recorded& request) {
    requests.push_back(request);
    return Answer{.body = kFull};
  });
  const auto filled = complete({.host = server.host(), .token = "planted-secret"});
  BOOST_TEST(filled.problem == "");
  BOOST_TEST(filled.config.discovery_url == "https://h/oidc/.well-known/oauth-authorization-server");
  BOOST_TEST(filled.config.account_id == "A");
  BOOST_TEST(filled.config.workspace_id == "7");
  BOOST_TEST(filled.config.cloud == "AZURE");
  BOOST_TEST(filled.config.token_audience == "x");
  BOOST_REQUIRE(requests.size() == 1);
  BOOST_TEST(requests[0].method == "GET");
  BOOST_TEST(requests[0].target == "/.well-known/databricks-config");
  BOOST_TEST(!requests[0].has_header("Authorization"));

  const auto kept = complete({.host = server.host(),
                              .account_id = "B",
                              .workspace_id = "8",
                              .cloud = "GCP",
                              .discovery_url = "https://mine",
                              .token_audience = "z"});
  BOOST_TEST(kept.config.account_id == "B");
  BOOST_TEST(kept.config.workspace_id == "8");
  BOOST_TEST(kept.config.cloud == "GCP");
  BOOST_TEST(kept.config.discovery_url == "https://mine");
  BOOST_TEST(kept.config.token_audience == "z");
  BOOST_TEST(requests.size() == 1);  // the process remembers

  for (const auto& value : explain(filled.config)) {
    if (value.name == "account_id") BOOST_TEST(value.source == "host metadata");
    BOOST_TEST(!contains(value.value, "planted-secret"));
  }
}

BOOST_AUTO_TEST_CASE(t102_whatever_goes_wrong_is_no_error) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: ";
  const std::pair<std::string, std::string> rows[] = {
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "status 404"},
      {"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "status 500"},
      {"HTTP/1.1 204 X\r\n\r\n", "status 204"},
      {answer("<html>Sign in</html>", "Content-Type: text/html\r\n"), "not the JSON object"},
      {answer(R"({"account_id":"A","workspace)"), "not the JSON object"},
      {answer(""), "not the JSON object"},
      {answer("[1]"), "not the JSON object"},
      {answer(std::string(100'000, '[')), "not the JSON object"},
      {head + "100\r\n\r\n{\"account_id\":", "can't be used"},
      {"nonsense\r\n\r\n", "can't be used"},
      {"", "can't be used"},
      {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "status 302"},
  };
  for (const auto& [bytes, problem] : rows) {
    LoopbackServer server([&bytes = bytes](Peer& peer) {
      peer.read_request();
      peer.send(bytes);
    });
    const auto completed = complete({.host = server.origin(), .token = "t"});
    BOOST_TEST(contains(completed.problem, problem), completed.problem);
    BOOST_TEST(contains(completed.problem, server.origin()), completed.problem);
    BOOST_TEST(is_untouched(completed.config), bytes);
    BOOST_TEST(authorization(completed.config) == "Bearer t");
  }
}

BOOST_AUTO_TEST_CASE(t102_a_silent_host_costs_ten_seconds_at_most) {
  LoopbackServer server([](Peer& peer) { peer.wait_until_closed(); });
  const auto completed = complete({.host = server.origin()});
  BOOST_TEST(completed.problem != "");
  BOOST_TEST(completed.transport->longest.count() == 10'000);
  BOOST_TEST(completed.transport->sent == 1);
  BOOST_TEST(complete({.host = server.origin()}).transport->sent == 0);  // it is not asked again at once
}

BOOST_AUTO_TEST_CASE(t102_one_more_attempt_on_429_and_503) {
  const std::string busy = "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n";
  LoopbackServer recovers({busy, answer(kFull)});
  BOOST_TEST(complete({.host = recovers.origin()}).config.account_id == "A");
  LoopbackServer stays({"HTTP/1.1 429 X\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"});
  const auto completed = complete({.host = stays.origin()});
  BOOST_TEST(contains(completed.problem, "status 429"));
  BOOST_TEST(completed.transport->sent == 2);
  LoopbackServer later({"HTTP/1.1 503 X\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"});
  BOOST_TEST(complete({.host = later.origin()}).transport->sent == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_is_not_remembered) {
  RecordingServer server([](const Recorded&) { return Answer{.body = kFull}; });
  std::stop_source source;
  source.request_stop();
  const auto stopped = complete({.host = server.host()}, source.get_token());
  BOOST_TEST(stopped.problem != "");
  BOOST_TEST(complete({.host = server.host()}).config.account_id == "A");
  BOOST_TEST(complete({.host = server.host()}).transport->sent == 0);
  detail::forget_host_metadata();
  BOOST_TEST(complete({.host = server.host()}).transport->sent == 1);
}

BOOST_AUTO_TEST_CASE(t103_t104_placeholder_of_the_account) {
  const std::string document = R"({"oidc_endpoint":"https://h/oidc/accounts/{account_id}/"})";
  BOOST_TEST(complete_by(document, {.account_id = "A"}).config.discovery_url ==
             "https://h/oidc/accounts/A/.well-known/oauth-authorization-server");
  const auto without = complete_by(document);
  BOOST_TEST(without.config.discovery_url == "");
  BOOST_TEST(contains(without.problem, "account_id is required to resolve discovery_url from host metadata"));
  BOOST_TEST(complete_by(R"({"oidc_endpoint":"https://h/{account_id}","account_id":"B"})").config.discovery_url ==
             "https://h/B/.well-known/oauth-authorization-server");
}

BOOST_AUTO_TEST_CASE(t105_without_oidc_endpoint) {
  const auto completed = complete_by(R"({"account_id":"A","workspace_id":"1"})");
  BOOST_TEST(completed.config.discovery_url == "");
  BOOST_TEST(completed.problem == "");
}

BOOST_AUTO_TEST_CASE(t106_t107_audience) {
  BOOST_TEST(complete_by(R"({"account_id":"A"})").config.token_audience == "A");
  BOOST_TEST(complete_by("{}", {.account_id = "B"}).config.token_audience == "B");
  BOOST_TEST(complete_by(R"({"account_id":"A","workspace_id":"1"})").config.token_audience == "");
  BOOST_TEST(complete_by("{}").config.token_audience == "");
  const std::string list = R"({"account_id":"A","token_federation_default_oidc_audiences":["x","y"]})";
  BOOST_TEST(complete_by(list).config.token_audience == "x");
  BOOST_TEST(complete_by(list, {.token_audience = "mine"}).config.token_audience == "mine");
  const std::string empty = R"({"account_id":"A","token_federation_default_oidc_audiences":[]})";
  BOOST_TEST(complete_by(empty).config.token_audience == "A");
}

BOOST_AUTO_TEST_CASE(t108_types_of_hosts) {
  const auto type = [](const std::string& name, const std::string& host) {
    return host_type_of(complete_by(R"({"host_type":")" + name + "\"}", {.host = host}).config);
  };
  BOOST_TEST((type("Unified", "https://a.b") == HostType::unified));
  BOOST_TEST((type("account", "https://a.b") == HostType::account));
  BOOST_TEST((type("WORKSPACE", "https://accounts.x") == HostType::workspace));
  BOOST_TEST((type("odd", "https://a.b") == HostType::workspace));
  BOOST_TEST((type("odd", "https://accounts.x") == HostType::account));
}

BOOST_AUTO_TEST_CASE(t109_values_of_wrong_types) {
  const auto numbers = complete_by(R"({"workspace_id":123,"account_id":{"a":1},"cloud":["AWS"],"oidc_endpoint":true,
    "host_type":null,"token_federation_default_oidc_audiences":"x"})");
  BOOST_TEST(numbers.problem == "");
  BOOST_TEST(numbers.config.workspace_id == "123");
  BOOST_TEST(numbers.config.account_id == "");
  BOOST_TEST(numbers.config.cloud == "");
  BOOST_TEST(numbers.config.discovery_url == "");
  BOOST_TEST(numbers.config.token_audience == "");
  BOOST_TEST(complete_by(R"({"token_federation_default_oidc_audiences":[null,{},"x"]})").config.token_audience == "x");
  BOOST_TEST(complete_by(R"({"cloud":"mars"})").config.cloud == "");
}

BOOST_AUTO_TEST_CASE(secrets_do_not_go_where_nobody_guards_them) {
  const auto completed = complete_by(R"({"oidc_endpoint":"http://evil/oidc"})");
  BOOST_TEST(completed.config.discovery_url == "");
  BOOST_TEST(contains(completed.problem, "no https address"));
  const auto plain = complete_by(R"({"oidc_endpoint":"http://127.0.0.1:1/oidc"})", {.host = "http://127.0.0.1:1"});
  BOOST_TEST(plain.config.discovery_url == "http://127.0.0.1:1/oidc/.well-known/oauth-authorization-server");
}

BOOST_AUTO_TEST_CASE(t110_redirects_are_not_followed) {
  std::atomic<int> reached = 0;
  RecordingServer other([&](const Recorded&) {
    ++reached;
    return Answer{.body = kFull};
  });
  RecordingServer server([&](const Recorded&) {
    return Answer{.status = 302, .headers = {{"Location", other.host() + "/.well-known/databricks-config"}}};
  });
  const auto completed = complete({.host = server.host()});
  BOOST_TEST(contains(completed.problem, "status 302"));
  BOOST_TEST(is_untouched(completed.config));
  BOOST_TEST(reached == 0);
}

BOOST_AUTO_TEST_CASE(t111_the_hook_replaces_the_request) {
  const auto completed = complete_by(kFull);
  BOOST_TEST(completed.config.account_id == "A");
  BOOST_TEST(completed.transport->sent == 0);
  BOOST_TEST(complete_by("").problem == "");
  Config throwing{.host = "https://a.b"};
  throwing.host_metadata = [](std::string_view) -> std::string { throw std::runtime_error("the hook is broken"); };
  BOOST_TEST(contains(complete(throwing).problem, "the hook is broken"));
  BOOST_TEST(complete({}).transport->sent == 0);  // no host, nobody to ask
}

BOOST_AUTO_TEST_SUITE_END()
