// Workspaces by their resource id.
#include "../federation/stage.hpp"
#include "auth/azure_workspace.hpp"

using namespace test;
using databricks::detail::complete_host;
using databricks::detail::subscription_of;

BOOST_FIXTURE_TEST_SUITE(azure_workspace, Stage)

BOOST_AUTO_TEST_CASE(t209_subscription_in_a_resource_id) {
  const std::pair<std::string, std::string> rows[] = {
      {"/subscriptions/s-1/resourceGroups/g", "s-1"},
      {"subscriptions/s-1", "s-1"},
      {" /SUBSCRIPTIONS/S-1/x ", "S-1"},
      {"bad", ""},
      {"", ""},
      {"/", ""},
      {"/subscriptions", ""},
      {"/subscriptions/", ""},
      {"/subscriptions/--debug/x", ""},
      {"/subscriptions/a b/x", ""},
      {"/resourceGroups/s-1", ""},
  };
  for (const auto& [id, expected] : rows) BOOST_TEST(subscription_of(id) == expected, id);
}

BOOST_AUTO_TEST_CASE(odd_names_stay_in_their_segment) {
  config.host = "";
  config.azure_workspace_resource_id = "/subscriptions/s/resourceGroups/a b?c#d%2f/providers/\xc3\xa4";
  const auto made = context();
  int fetched = 0;
  const auto fetch = [&](const std::string&, const std::stop_token&) {
    ++fetched;
    return OAuthToken{.access_token = "t"};
  };
  BOOST_TEST(holds(error_text([&] { complete_host(*made, fetch, {}); }), "answered 404"));
  BOOST_REQUIRE(requests().size() == 1U);
  BOOST_TEST(requests()[0].target ==
             "/subscriptions/s/resourceGroups/a%20b%3Fc%23d%252f/providers/%C3%A4?api-version=2018-04-01");
  for (const std::string bad : {"bad", "/subscriptions/s/../../x", "/subscriptions/s//x", "/subscriptions/s/"}) {
    made->config.azure_workspace_resource_id = bad;
    BOOST_TEST(holds(error_text([&] { complete_host(*made, fetch, {}); }), "must look like /subscriptions/"), bad);
  }
  BOOST_TEST(fetched == 1);
  BOOST_TEST(requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
