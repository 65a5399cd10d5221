// Personal tokens, passwords and the client credentials grant, on the wire.
#include "auth/chain.hpp"
#include "auth/endpoints.hpp"

#include <boost/test/unit_test.hpp>

#include "mapping_transport.hpp"
#include "rig.hpp"
#include "temporary_directory.hpp"

using namespace test;
using databricks::AuthError;
using databricks::Config;
using databricks::detail::choose_credentials;

namespace {

std::string authorization(Config config) {
  config.host = "https://a.b";
  config.environment = [](std::string_view) { return std::nullopt; };
  const auto context = databricks::detail::auth_context(config, nullptr, nullptr);
  return *choose_credentials(context, {})->headers({}).find("Authorization");
}

std::string authorization(Rig& rig, std::shared_ptr<databricks::Transport> transport = {}) {
  return *choose_credentials(rig.context(std::move(transport)), {})->headers({}).find("Authorization");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(methods)

BOOST_AUTO_TEST_CASE(t118_blanks_around_a_token_go_and_controls_inside_are_refused) {
  BOOST_TEST(authorization({.token = " abc\r\n"}) == "Bearer abc");
  for (const auto& bad : std::vector<std::string>{"a\nplanted-secret", "planted-secret\r\nX: y", "a\x7fplanted-secret",
                                                  "a\tplanted-secret", std::string("a\0planted-secret", 16)}) {
    const auto text = error_text<AuthError>([&] { authorization({.token = bad}); });
    BOOST_TEST(holds(text, "default auth: pat: token holds a line break or another control character"));
  }
  for (const auto& bad : {Config{.username = "u", .password = "planted-secret\r\n"},
                          Config{.username = "u\n", .password = "planted-secret"},
                          Config{.username = "u:v", .password = "planted-secret"}}) {
    BOOST_TEST(holds(error_text<AuthError>([&] { authorization(bad); }), "default auth: basic: "));
  }
}

BOOST_AUTO_TEST_CASE(t119_a_long_token_is_whole) {
  const std::string token(65536, 'x');
  BOOST_TEST(authorization({.token = token}) == "Bearer " + token);
}

BOOST_AUTO_TEST_CASE(t120_basic_is_utf_8) {
  BOOST_TEST(authorization({.username = "usér", .password = "pä:ss"}) == "Basic dXPDqXI6cMOkOnNz");
}

BOOST_AUTO_TEST_CASE(t121_client_credentials_on_the_wire) {
  Rig rig;
  BOOST_TEST(authorization(rig) == "Some cde");
  const auto requests = rig.requests();
  BOOST_TEST_REQUIRE(requests.size() == 2);
  BOOST_TEST(requests[0].method == "GET");
  BOOST_TEST(requests[0].target == "/oidc/.well-known/oauth-authorization-server");
  BOOST_TEST(!requests[0].has_header("Authorization"));
  BOOST_TEST(requests[1].method == "POST");
  BOOST_TEST(requests[1].target == "/oidc/v1/token");
  BOOST_TEST(requests[1].header("Authorization") == "Basic Yjpj");
  BOOST_TEST(requests[1].header("Content-Type") == "application/x-www-form-urlencoded");
  BOOST_TEST(requests[1].body == "grant_type=client_credentials&scope=all-apis");
}

BOOST_AUTO_TEST_CASE(t122_t123_scopes_and_authorization_details) {
  Rig rig;
  rig.config.scopes = {"sql", "clusters", "sql"};
  rig.config.authorization_details = R"([{"type":"a b","actions":["x&y"]}])";
  authorization(rig);
  const auto request = rig.token_requests().at(0);
  BOOST_TEST(holds(request.body, "scope=clusters+sql"));
  BOOST_TEST(form_of(request).at("authorization_details") == rig.config.authorization_details);
}

BOOST_AUTO_TEST_CASE(t124_any_secret_arrives) {
  const std::pair<std::pair<std::string, std::string>, std::string> rows[] = {
      {{"a b+c", "p@%/"}, "Basic YStiJTJCYzpwJTQwJTI1JTJG"},
      {{"id", "%/@ +"}, "Basic aWQ6JTI1JTJGJTQwKyUyQg=="},
      {{"id", "a=b&c:d"}, "Basic aWQ6YSUzRGIlMjZjJTNBZA=="},
  };
  for (const auto& [pair, header] : rows) {
    Rig rig;
    rig.config.client_id = pair.first;
    rig.config.client_secret = pair.second;
    authorization(rig);
    BOOST_TEST(rig.token_requests().at(0).header("Authorization") == header);
  }
}

BOOST_AUTO_TEST_CASE(t125_account_hosts_are_not_asked_for_their_endpoints) {
  Rig rig;
  rig.config.host = "https://accounts.cloud.databricks.com";
  rig.config.account_id = "A";
  BOOST_TEST(authorization(rig, std::make_shared<MappingTransport>(rig.server.host())) == "Some cde");
  const auto requests = rig.requests();
  BOOST_TEST_REQUIRE(requests.size() == 1);
  BOOST_TEST(requests[0].target == "/oidc/accounts/A/v1/token");
  BOOST_TEST(requests[0].header("X-Meant-For") == rig.config.host);
  rig.config.account_id.clear();
  BOOST_TEST(holds(error_text<AuthError>([&] { authorization(rig); }), "oauth-m2m: oidc: account_id is required"));
}

BOOST_AUTO_TEST_CASE(t126_discovery_url_is_asked_as_it_is_and_once) {
  Rig rig([](const Recorded&, int) { return Answer{.body = R"({"access_token":"t","expires_in":0})"}; });
  rig.config.discovery_url = rig.server.host() + "/somewhere/else?x=1%2F2";
  const auto credentials = choose_credentials(rig.context(), {});
  for (int i = 0; i < 3; ++i) credentials->headers({});
  BOOST_TEST(rig.requests().size() == 4);
  BOOST_TEST(rig.requests().at(0).target == "/somewhere/else?x=1%2F2");
  BOOST_TEST(rig.token_requests().size() == 3);
}

BOOST_AUTO_TEST_CASE(t127_no_endpoints) {
  const std::pair<Answer, std::string> rows[] = {
      {{.status = 404}, "databricks OAuth is not supported for this host"},
      {{.body = "<html>planted-secret</html>", .content_type = "text/html"}, "cannot parse"},
      {{.body = "{\"token_endpoint\":"}, "cannot parse"},
      {{.body = "[]"}, "cannot parse"},
      {{.body = "{\"token_endpoint\":[]}"}, "cannot parse"},
      {{.body = "{}"}, "has no token_endpoint"},
      {{.body = R"({"token_endpoint":""})"}, "has no token_endpoint"},
      {{.body = R"({"token_endpoint":null})"}, "has no token_endpoint"},
      {{.body = R"({"token_endpoint":"http://10.0.0.1/token"})"}, "is not https: http://10.0.0.1"},
      {{.body = R"({"token_endpoint":"http://127.evil.com/token"})"}, "is not https"},
      {{.body = R"({"token_endpoint":"https://a:planted-secret@b/token"})"}, "must look like"},
      {{.body = R"({"token_endpoint":"/relative"})"}, "must look like"},
      {{.body = R"({"token_endpoint":"https://a\r\nX: y/token"})"}, "must look like"},
      {{.status = 500}, "answered 500"},
      {{.status = 302, .headers = {{"Location", "https://evil.com/"}}}, "answered 302"},
  };
  for (const auto& [answer, expected] : rows) {
    Rig rig;
    rig.discovery = [&answer = answer](const Recorded&) { return answer; };
    const auto text = error_text<AuthError>([&] { authorization(rig); });
    BOOST_TEST(holds(text, "oauth-m2m: "), text);
    BOOST_TEST(holds(text, expected), text);
    BOOST_TEST(rig.token_requests().empty());
  }
}

BOOST_AUTO_TEST_CASE(unified_hosts_know_the_account_document_only) {
  Rig rig;
  rig.config.account_id = "A/1";
  rig.discovery = [&](const Recorded& request) -> Answer {
    if (request.target != "/oidc/accounts/A%2F1/.well-known/oauth-authorization-server") return {.status = 404};
    return {.body = R"({"token_endpoint":")" + rig.server.host() + R"(/unified"})"};
  };
  BOOST_TEST(authorization(rig) == "Some cde");
  BOOST_TEST(rig.token_requests().at(0).target == "/unified");
}

BOOST_AUTO_TEST_CASE(t128_entra_settings_change_nothing) {
  Rig rig;
  rig.config.azure_client_id = "entra";
  rig.config.auth_type = "oauth-m2m";
  BOOST_TEST(authorization(rig) == "Some cde");
  BOOST_TEST(rig.token_requests().at(0).target == "/oidc/v1/token");
}

BOOST_AUTO_TEST_CASE(t129_netrc_is_not_read) {
  const TemporaryDirectory home;
  const auto netrc = home.write(".netrc", "machine 127.0.0.1 login planted-secret password planted-secret\n");
  setenv("NETRC", netrc.c_str(), 1);
  const std::string old = std::getenv("HOME") ? std::getenv("HOME") : "";
  setenv("HOME", home.folder().c_str(), 1);
  Rig rig;
  BOOST_TEST(authorization(rig) == "Some cde");
  setenv("HOME", old.c_str(), 1);
  unsetenv("NETRC");
  for (const auto& request : rig.requests()) {
    BOOST_TEST((request.header("Authorization") == "" || request.header("Authorization") == "Basic Yjpj"));
  }
}

BOOST_AUTO_TEST_CASE(t113_a_refused_secret_names_the_method_and_ends_the_chain) {
  Rig rig([](const Recorded&, int) {
    return Answer{.status = 401,
                  .body = R"({"error":"invalid_client","error_description":"Client authentication failed"})"};
  });
  rig.config.client_secret = "planted-secret";
  const auto text = error_text<AuthError>([&] { authorization(rig); });
  BOOST_TEST(holds(text, "oauth-m2m: "), text);
  BOOST_TEST(holds(text, "answered 401: invalid_client: Client authentication failed"), text);
  BOOST_TEST(rig.token_requests().size() == 1);
}

BOOST_AUTO_TEST_CASE(oauth_token_is_there_for_oauth_only) {
  Rig rig;
  const auto token = choose_credentials(rig.context(), {})->token({});
  BOOST_TEST(token.access_token == "cde");
  BOOST_TEST((token.expiry == rig.time.now() + 1h));
  rig.config.client_id.clear();
  rig.config.client_secret.clear();
  rig.config.token = "x";
  const auto pat = choose_credentials(rig.context(), {});
  BOOST_TEST(error_text<AuthError>([&] { pat->token({}); }) == "OAuth tokens are not available for pat authentication");
}

BOOST_AUTO_TEST_SUITE_END()
