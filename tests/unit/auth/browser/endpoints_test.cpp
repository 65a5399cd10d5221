// Where OAuth servers take requests, by the kind of the host.
#include "machine.hpp"

using namespace test;
using databricks::Config;
using databricks::OidcEndpoints;

namespace {

struct Hosts : Machine {
  Provider provider;

  // Answers GET requests for these targets, 404 for others.
  void answers(std::map<std::string, std::string> pages) {
    provider.other_answer = [pages = std::move(pages)](const std::string& request) {
      const auto target = request.substr(4, request.find(" HTTP/") - 4);
      const auto found = pages.find(target);
      return found == pages.end() ? Provider::failure("404 Not Found", "{}") : found->second;
    };
  }
};

std::string document(const std::string& base) {
  return answer(R"({"authorization_endpoint":")" + base + R"(/authorize","token_endpoint":")" + base + "/token\"}");
}

std::string redirect(const std::string& location) {
  return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(endpoints)

BOOST_FIXTURE_TEST_CASE(of_a_workspace, Hosts) {
  const auto found = databricks::oidc_endpoints(config(provider.host()));
  BOOST_TEST(found.authorization_endpoint == provider.endpoints().authorization_endpoint);
  BOOST_TEST(found.token_endpoint == provider.endpoints().token_endpoint);
}

BOOST_FIXTURE_TEST_CASE(of_an_account_without_a_request, Hosts) {
  auto account = config("https://accounts.cloud.databricks.com");
  account.account_id = "a/b";
  account.host_metadata = [](std::string_view) { return ""; };
  const auto found = databricks::oidc_endpoints(account);
  BOOST_TEST(found.authorization_endpoint == "https://accounts.cloud.databricks.com/oidc/accounts/a%2Fb/v1/authorize");
  BOOST_TEST(found.token_endpoint == "https://accounts.cloud.databricks.com/oidc/accounts/a%2Fb/v1/token");
  account.account_id.clear();
  BOOST_TEST(holds(error_text([&] { databricks::oidc_endpoints(account); }), "account_id is required"));
}

BOOST_FIXTURE_TEST_CASE(of_a_host_for_both, Hosts) {
  answers({{"/oidc/accounts/A/.well-known/oauth-authorization-server", document("https://both.example/oidc")}});
  auto both = config(provider.host());
  both.account_id = "A";
  BOOST_TEST(databricks::oidc_endpoints(both).token_endpoint == "https://both.example/oidc/token");
}

BOOST_FIXTURE_TEST_CASE(by_what_the_host_says_and_by_address, Hosts) {
  answers({{"/x/.well-known/oauth-authorization-server", document("https://said.example")},
           {"/y", document("https://given.example")}});
  auto told = config(provider.host());
  told.host_metadata = [&](std::string_view) { return R"({"oidc_endpoint":")" + provider.host() + "/x\"}"; };
  BOOST_TEST(databricks::oidc_endpoints(told).token_endpoint == "https://said.example/token");
  told.discovery_url = provider.host() + "/y";
  BOOST_TEST(databricks::oidc_endpoints(told).token_endpoint == "https://given.example/token");
}

BOOST_FIXTURE_TEST_CASE(of_an_entra_tenant, Hosts) {
  const std::string kAsked = "/oidc/oauth2/v2.0/authorize";
  answers({{kAsked, redirect("https://login.microsoftonline.com/t/oauth2/v2.0/authorize?x=/authorize")}});
  const auto found = databricks::entra_endpoints(config(provider.host()));
  BOOST_TEST(found.authorization_endpoint == "https://login.microsoftonline.com/t/oauth2/v2.0/authorize?x=/authorize");
  BOOST_TEST(found.token_endpoint == "https://login.microsoftonline.com/t/oauth2/v2.0/token");
  const std::pair<std::string, std::string> rows[] = {
      {Provider::failure("404 Not Found", "{}"), "Microsoft Entra sign-in is not supported for this host"},
      {answer("<html>"), "Microsoft Entra sign-in is not supported"},
      {redirect("https://h/other"), "Microsoft Entra sign-in is not supported"},
      {redirect("/authorize"), "must look like https"},
      {redirect("http://h/authorize"), "not https"},
      {redirect("https://u:planted-secret@h/authorize"), "must look like https"},
  };
  for (const auto& [page, error] : rows) {
    answers({{kAsked, page}});
    const auto text = error_text([&] { databricks::entra_endpoints(config(provider.host())); });
    BOOST_TEST(holds(text, error), text);
  }
}

BOOST_FIXTURE_TEST_CASE(a_host_is_needed_and_must_serve_oauth, Hosts) {
  BOOST_TEST(holds(error_text([&] { databricks::oidc_endpoints(config()); }), "host is required"));
  BOOST_TEST(holds(error_text([&] { databricks::entra_endpoints(config()); }), "host is required"));
  answers({});
  const auto text = error_text([&] {
    databricks::OAuthClient::for_host(config(provider.host()), {.client_id = "a", .redirect_url = "https://b/c"});
  });
  BOOST_TEST(text.starts_with(provider.host() + " does not support OAuth: "), text);
}

BOOST_AUTO_TEST_SUITE_END()
