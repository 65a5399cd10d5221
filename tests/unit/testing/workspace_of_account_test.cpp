// From an account client to a workspace client; what goes where is tested with the configuration (unit/auth/chain).
#include <databricks/account_client.hpp>
#include <databricks/models/provisioning.hpp>
#include <databricks/workspace_client.hpp>

#include <boost/test/unit_test.hpp>

using namespace databricks;

BOOST_AUTO_TEST_SUITE(workspace_of_account)

BOOST_AUTO_TEST_CASE(settings_go_along_and_the_host_is_the_workspaces) {
  const AccountClient account({.host = "https://accounts.cloud.databricks.com",
                               .token = "planted-secret",
                               .account_id = "a-1",
                               .http_timeout_seconds = 7,
                               .environment = [](std::string_view) { return std::nullopt; }});
  const auto workspace = account.get_workspace_client({.deployment_name = "dep-7", .workspace_id = 42});
  BOOST_TEST(workspace.config().host == "https://dep-7.cloud.databricks.com");
  BOOST_TEST(workspace.config().workspace_id == "42");
  BOOST_TEST(workspace.config().account_id == "");
  BOOST_TEST(workspace.config().http_timeout_seconds.value() == 7);
  BOOST_TEST((workspace.config().token == account.config().token));
}

BOOST_AUTO_TEST_CASE(a_workspace_without_an_id_is_refused) {
  const AccountClient account({.host = "https://accounts.cloud.databricks.com",
                               .token = "planted-secret",
                               .account_id = "a-1",
                               .environment = [](std::string_view) { return std::nullopt; }});
  BOOST_CHECK_THROW(account.get_workspace_client({.deployment_name = "dep-7"}), InvalidArgument);
}

BOOST_AUTO_TEST_SUITE_END()
