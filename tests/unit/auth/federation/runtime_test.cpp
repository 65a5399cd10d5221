// runtime and runtime-oauth: what an embedding platform tells.
#include "auth/chain.hpp"

#include "stage.hpp"

using namespace test;
using databricks::RuntimeProvider;
using databricks::detail::choose_credentials;
using databricks::detail::runtime;
using databricks::detail::runtime_oauth;

namespace {

struct ComputeStage : Stage {
  ComputeStage() {
    environment["DATABRICKS_RUNTIME_VERSION"] = "15.4";
    provide([this] {
      return databricks::Headers{{"Authorization", "Bearer notebook-" + std::to_string(++calls)},
                                 {"X-Databricks-Notebook", "n"}};
    });
  }
  void provide(databricks::Function<databricks::Headers()> headers, const std::string& at = {}) {
    config.runtime_provider =
        std::make_shared<RuntimeProvider>(RuntimeProvider{at, "an-account", "a-workspace", std::move(headers)});
  }

  std::atomic<int> calls = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(in_platform)

BOOST_FIXTURE_TEST_CASE(t115_without_a_hook_it_is_skipped_and_says_so, ComputeStage) {
  config.runtime_provider = nullptr;
  config.scopes = {"sql"};
  for (const auto method : {runtime, runtime_oauth}) BOOST_TEST(holds(skipped(method), "runtime_provider"));
  config.runtime_provider = std::make_shared<RuntimeProvider>();
  BOOST_TEST(holds(skipped(runtime), "runtime_provider"));
  const auto text = error_text([&] { choose_credentials(context(), {}); });
  BOOST_TEST(holds(text, "runtime: this is Databricks compute"), text);
}

BOOST_FIXTURE_TEST_CASE(outside_compute_it_is_skipped, ComputeStage) {
  environment.clear();
  for (const auto method : {runtime, runtime_oauth}) {
    config.scopes = {"sql"};
    BOOST_TEST(holds(skipped(method), "DATABRICKS_RUNTIME_VERSION is not set"));
  }
  BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(runtime_sends_what_the_hook_gives, ComputeStage) {
  const auto made = choose_credentials(context(), {});
  BOOST_TEST(made->auth_type() == "runtime");
  BOOST_TEST(calls == 1);
  for (const std::string expected : {"Bearer notebook-2", "Bearer notebook-3"}) {
    const auto headers = made->headers({});
    BOOST_TEST(*headers.find("Authorization") == expected);
    BOOST_TEST(*headers.find("X-Databricks-Notebook") == "n");
  }
  BOOST_TEST(holds(error_text([&] { made->token({}); }), "OAuth tokens are not available for runtime"));
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(runtime_brings_its_host, ComputeStage) {
  config.host = "https://configured.example";
  config.workspace_id = "1";
  provide([] { return databricks::Headers{}; }, "compute.example/");
  for (const std::string configured : {"https://configured.example", ""}) {
    config.host = configured;
    const auto used = context();
    BOOST_TEST(bool(runtime(used, {}).credentials));
    BOOST_TEST(used->config.host == "https://compute.example");
    BOOST_TEST(used->config.workspace_id == "a-workspace");
    BOOST_TEST(used->config.account_id == "an-account");
  }
  provide([] { return databricks::Headers{}; });
  BOOST_TEST(holds(skipped(runtime), "host is required"));
}

BOOST_FIXTURE_TEST_CASE(a_hook_that_throws_is_skipped_or_an_error_when_named, ComputeStage) {
  provide([]() -> databricks::Headers { throw std::runtime_error("no notebook context"); });
  BOOST_TEST(holds(skipped(runtime), "no notebook context"));
  config.auth_type = "runtime";
  BOOST_TEST(holds(error_text([&] { attempt(runtime); }), "no notebook context"));
}

BOOST_FIXTURE_TEST_CASE(t257_runtime_oauth_on_the_wire, ComputeStage) {
  config.scopes = {"sql", "clusters"};
  config.authorization_details = "[]";
  provide([this] { return databricks::Headers{{"authorization", "bearer notebook-" + std::to_string(++calls)}}; });
  const auto made = choose_credentials(context(), {});
  BOOST_TEST(made->auth_type() == "runtime-oauth");
  BOOST_TEST(authorization(*made) == "Bearer access-1");
  std::map<std::string, std::string> expected{
      {"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
      {"subject_token", "notebook-1"},
      {"subject_token_type", "urn:databricks:params:oauth:token-type:personal-access-token"},
      {"requested_token_type", "urn:ietf:params:oauth:token-type:access_token"},
      {"scope", "clusters sql"},
      {"authorization_details", "[]"}};
  BOOST_TEST((form_of(requests("/oidc/v1/token").at(0)) == expected));
  BOOST_TEST(requests().size() == 1U);
  clock->advance(1h);
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  expected["subject_token"] = "notebook-2";
  BOOST_TEST((form_of(requests("/oidc/v1/token").at(1)) == expected));
}

BOOST_FIXTURE_TEST_CASE(t257_failures_of_the_exchange, ComputeStage) {
  config.scopes = {"sql"};
  config.auth_type = "runtime-oauth";
  answer("/oidc/v1/token", Answer{.body = "planted-secret", .content_type = "text/plain"});
  BOOST_TEST(holds(error_text([&] { attempt(runtime_oauth); }), "Failed to exchange PAT for OAuth token: "));
  for (const databricks::Headers& odd : {databricks::Headers{}, databricks::Headers{{"Authorization", "Basic x"}},
                                         databricks::Headers{{"Authorization", "Be"}}}) {
    provide([odd] { return odd; });
    BOOST_TEST(holds(error_text([&] { attempt(runtime_oauth); }), "no Bearer token"));
  }
  config.auth_type.clear();
  const auto used = context();
  const auto before = used->config.host;
  BOOST_TEST(holds(runtime_oauth(used, {}).skipped, "no Bearer token"));
  BOOST_TEST(used->config.host == before);
  BOOST_TEST(used->config.workspace_id == "");
  config.scopes.clear();
  BOOST_TEST(holds(skipped(runtime_oauth), "scopes is required"));
}

BOOST_AUTO_TEST_SUITE_END()
