// github-oidc-azure: an Entra application that trusts GitHub Actions.
#include "stage.hpp"

using namespace test;
using databricks::detail::github_oidc_azure;

namespace {

// The host stands for a workspace of Azure; Entra is the server of the stage.
struct AzureStage : Stage {
  AzureStage() {
    config.host = "https://adb-1.2.azuredatabricks.net";
    config.azure_client_id = "application";
    config.azure_tenant_id = "tenant";
    config.actions_id_token_request_url = host() + "/github/token?v=2";
    config.actions_id_token_request_token = "planted-secret-of-github";
    answer("/github/token", [this](const Recorded&) {
      return Answer{.body = R"({"value":"id-token-)" + std::to_string(++id_tokens_) + "\"}"};
    });
    answer("/tenant/oauth2/token", [this](const Recorded&) { return token_answer(); });
  }

 private:
  std::atomic<int> id_tokens_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(github_azure)

BOOST_FIXTURE_TEST_CASE(t195_on_the_wire, AzureStage) {
  const auto made = credentials(github_oidc_azure);
  BOOST_TEST(made->auth_type() == "github-oidc-azure");
  BOOST_TEST(authorization(*made) == "Bearer access-1");  // and no other header
  BOOST_TEST(requests("/github/token").at(0).target == "/github/token?v=2&audience=api%3A%2F%2FAzureADTokenExchange");
  const auto request = requests("/tenant/oauth2/token").at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(request.header("X-Meant-For") == "https://login.microsoftonline.com");
  BOOST_TEST(!request.has_header("Authorization"));
  const std::map<std::string, std::string> expected{
      {"grant_type", "client_credentials"},
      {"resource", "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d"},
      {"client_id", "application"},
      {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
      {"client_assertion", "id-token-1"}};
  BOOST_TEST((form_of(request) == expected));
  BOOST_TEST(requests().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(t195_china_has_its_own_entra, AzureStage) {
  config.host = "https://adb-1.2.databricks.azure.cn";
  credentials(github_oidc_azure);
  BOOST_TEST(requests("/tenant/oauth2/token").at(0).header("X-Meant-For") == "https://login.chinacloudapi.cn");
}

BOOST_FIXTURE_TEST_CASE(t195_expires_on_is_accepted, AzureStage) {
  for (const std::string quote : {"", "\""}) {
    const auto until = std::chrono::duration_cast<std::chrono::seconds>((clock->wall() + 2h).time_since_epoch());
    answer("/tenant/oauth2/token", Answer{.body = R"({"access_token":"entra","expires_on":)" + quote +
                                                  std::to_string(until.count()) + quote + '}'});
    const auto token = credentials(github_oidc_azure)->token({});
    BOOST_TEST(token.access_token == "entra");
    BOOST_REQUIRE(token.expiry.has_value());
    BOOST_TEST(std::chrono::abs(*token.expiry - clock->wall() - 2h).count() < std::chrono::nanoseconds(5s).count());
  }
}

BOOST_FIXTURE_TEST_CASE(t196_each_assertion_is_fresh, AzureStage) {
  const auto made = credentials(github_oidc_azure);
  clock->advance(1h);
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  BOOST_TEST(form_of(requests("/tenant/oauth2/token").at(1))["client_assertion"] == "id-token-2");
}

BOOST_FIXTURE_TEST_CASE(an_unknown_tenant_is_asked_of_the_workspace, AzureStage) {
  config.azure_tenant_id.clear();
  answer("/aad/auth",
         Answer{.status = 302,
                .headers = {{"Location", "https://login.microsoftonline.com/tenant/oauth2/authorize?client_id=x"}}});
  BOOST_TEST(authorization(*credentials(github_oidc_azure)) == "Bearer access-1");
  BOOST_TEST(requests("/aad/auth").size() == 1U);
  for (const auto& silent :
       {Answer{.status = 404}, Answer{.status = 302}, Answer{.status = 302, .headers = {{"Location", "not a url"}}}}) {
    answer("/aad/auth", silent);
    const auto reason = skipped(github_oidc_azure);
    BOOST_TEST(holds(reason, "azure_tenant_id is required"), reason);
  }
  BOOST_TEST(requests("/tenant/oauth2/token").size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(what_is_missing_is_named_before_anything_is_asked, AzureStage) {
  const auto complete = config;
  config.azure_client_id.clear();
  BOOST_TEST(holds(skipped(github_oidc_azure), "azure_client_id is required"));
  config = complete;
  config.host = "https://a.cloud.databricks.com";
  BOOST_TEST(holds(skipped(github_oidc_azure), "no Azure"));
  config = complete;
  config.actions_id_token_request_token.clear();
  BOOST_TEST(holds(skipped(github_oidc_azure), "actions_id_token_request_token"));
  config = complete;
  config.host.clear();
  BOOST_TEST(holds(skipped(github_oidc_azure), "host is required"));
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(a_refused_assertion_is_skipped_or_an_error_when_named, AzureStage) {
  answer(
      "/tenant/oauth2/token",
      Answer{.status = 401,
             .body =
                 R"({"error":"invalid_client","error_description":"AADSTS70021: No matching identity. Trace ID: 1"})"});
  BOOST_TEST(holds(skipped(github_oidc_azure), "invalid_client: AADSTS70021: No matching identity"));
  config.auth_type = "github-oidc-azure";
  BOOST_TEST(holds(error_text([&] { attempt(github_oidc_azure); }), "AADSTS70021"));
}

BOOST_FIXTURE_TEST_CASE(expired_id_tokens_are_not_sent_to_entra, AzureStage) {
  answer("/github/token", Answer{.body = R"({"value":")" + jwt_until(clock->wall() - 1s) + "\"}"});
  BOOST_TEST(holds(skipped(github_oidc_azure), "ID token expired"));
  BOOST_TEST(requests("/tenant/oauth2/token").empty());
}

BOOST_AUTO_TEST_SUITE_END()
