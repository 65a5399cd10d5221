// From accounts to workspaces, and which workspace a client talks to.
#include "auth/workspace_config.hpp"
#include "auth/workspace_id.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/client.hpp>

#include "recording_server.hpp"
#include "widget.hpp"

using databricks::Config;
using databricks::Headers;
using databricks::HttpResponse;
using databricks::detail::current_workspace_id;
using databricks::detail::workspace_config;
using databricks::detail::WorkspaceTarget;

BOOST_AUTO_TEST_SUITE(workspaces)

BOOST_AUTO_TEST_CASE(t261_the_zone_of_the_account_makes_the_host) {
  const std::pair<std::string, std::string> rows[] = {
      {"https://accounts.cloud.databricks.com", "https://dep-1.cloud.databricks.com"},
      {"https://accounts.dev.databricks.com", "https://dep-1.dev.databricks.com"},
      {"https://accounts.cloud.databricks.us", "https://dep-1.cloud.databricks.us"},
      {"https://accounts.gcp.databricks.com", "https://dep-1.gcp.databricks.com"},
      {"https://accounts.staging.gcp.databricks.com", "https://dep-1.staging.gcp.databricks.com"},
      {"https://accounts.azuredatabricks.net", "https://dep-1.azuredatabricks.net"},
      {"https://accounts.databricks.azure.cn", "https://dep-1.databricks.azure.cn"},
      {"https://accounts.databricks.azure.us", "https://dep-1.databricks.azure.us"},
  };
  for (const auto& [account, workspace] : rows) {
    const auto made = workspace_config({.host = account, .account_id = "A", .profile = "p"},
                                       {.workspace_id = 7, .deployment_name = "dep-1"});
    BOOST_TEST(made.host == workspace);
    BOOST_TEST(made.workspace_id == "7");
    BOOST_TEST(made.account_id == "");
    BOOST_TEST(made.azure_workspace_resource_id == "");
  }
}

BOOST_AUTO_TEST_CASE(t261_azure_workspaces_have_a_resource_id) {
  const auto made = workspace_config({.host = "https://accounts.azuredatabricks.net", .account_id = "A"},
                                     {.workspace_id = 7,
                                      .deployment_name = "adb-7.1",
                                      .workspace_name = "w",
                                      .azure_subscription_id = "s",
                                      .azure_resource_group = "g",
                                      .auth_type = "azure-cli"});
  BOOST_TEST(made.host == "https://adb-7.1.azuredatabricks.net");
  BOOST_TEST(made.azure_workspace_resource_id ==
             "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w");
  BOOST_TEST(made.auth_type == "azure-cli");
}

BOOST_AUTO_TEST_CASE(d25_what_was_cleared_does_not_come_back_and_the_rest_stays) {
  std::map<std::string, std::string> environment{{"DATABRICKS_ACCOUNT_ID", "A"},
                                                 {"DATABRICKS_HOST", "https://accounts.cloud.databricks.com"},
                                                 {"DATABRICKS_CONFIG_PROFILE", ""},
                                                 {"DATABRICKS_TOKEN", "t"},
                                                 {"HOME", "/nonexistent"}};
  Config config;
  config.environment = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = environment.find(std::string(name));
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  config.custom_headers = {{"X-Mine", "1"}};
  config.http_timeout_seconds = 5;
  config.product = "mine";
  config.discovery_url = "https://explicit/";
  const auto account = databricks::resolve(config);
  BOOST_TEST(account.account_id == "A");
  const auto made = databricks::resolve(workspace_config(account, {.workspace_id = 7, .deployment_name = "d"}));
  BOOST_TEST(made.account_id == "");
  BOOST_TEST(made.profile == "");
  BOOST_TEST(made.host == "https://d.cloud.databricks.com");
  BOOST_TEST(made.token == "t");
  BOOST_TEST(made.custom_headers.size() == 1U);
  BOOST_TEST(*made.http_timeout_seconds == 5);
  BOOST_TEST(made.product == "mine");
  BOOST_TEST(made.discovery_url == "https://explicit/");
  BOOST_TEST(made.environment("HOME").value_or("") == "/nonexistent");
}

BOOST_AUTO_TEST_CASE(a_name_that_leads_elsewhere_is_refused) {
  for (const std::string bad :
       {"", "evil.com/", "evil.com#", "u@evil", "a b", "evil.com:1", "a\r\n", ".x", "x.", "evil.com?"}) {
    BOOST_CHECK_THROW(workspace_config({.host = "https://accounts.cloud.databricks.com"},
                                       {.workspace_id = 7, .deployment_name = bad}),
                      databricks::InvalidArgument);
  }
  BOOST_CHECK_THROW(workspace_config({.host = "https://accounts.cloud.databricks.com"}, {.deployment_name = "d"}),
                    databricks::InvalidArgument);
}

BOOST_AUTO_TEST_CASE(t262_t263_the_same_host_routes_by_header) {
  std::vector<test::Recorded> seen;
  test::RecordingServer server([&](const test::Recorded& request) {
    seen.push_back(request);
    return test::Answer{.body = "{}"};
  });
  Config account{.host = server.host(), .token = "t", .account_id = "A", .workspace_id = "9"};
  account.environment = [](std::string_view) { return std::nullopt; };
  account.host_metadata = [](std::string_view) { return std::string(); };
  const auto config = workspace_config(account, {.workspace_id = 7});
  BOOST_TEST(config.host == server.host());
  databricks::Client(config).call(test::get_widget);
  BOOST_TEST(seen.back().header("X-Databricks-Workspace-Id") == "7");
  databricks::Client(account, databricks::ClientLevel::account).call(test::get_widget);
  BOOST_TEST(!seen.back().has_header("X-Databricks-Workspace-Id"));
}

BOOST_AUTO_TEST_CASE(t264_current_workspace_id) {
  std::vector<std::pair<std::string, std::string>> asked;
  std::string header = "12345";
  const auto ask = [&](const std::string& target, const Headers& headers) {
    const auto* routing = headers.find("X-Databricks-Workspace-Id");
    asked.emplace_back(target, routing ? *routing : "-");
    HttpResponse response{.status = 200};
    if (!header.empty()) response.headers.add_received("x-databricks-org-id", header);
    return response;
  };
  BOOST_TEST(current_workspace_id({.workspace_id = "77"}, ask) == 77);
  BOOST_TEST(asked.empty());
  BOOST_TEST(current_workspace_id({}, ask) == 12345);
  BOOST_TEST(current_workspace_id({.workspace_id = "conn-1"}, ask) == 12345);
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST(asked[0].first == "/api/2.0/preview/scim/v2/Me");
  BOOST_TEST(asked[0].second == "-");
  BOOST_TEST(asked[1].second == "conn-1");
  for (const std::string bad : {"", "abc", "12x", "0", "-5", "99999999999999999999"}) {
    header = bad;
    BOOST_CHECK_THROW(current_workspace_id({}, ask), databricks::UnexpectedResponse);
  }
}

BOOST_AUTO_TEST_SUITE_END()
