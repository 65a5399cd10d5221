// The tenant as the workspace tells it.
#include "../federation/stage.hpp"
#include "auth/azure_tenant.hpp"

using namespace test;
using databricks::detail::configured_tenant;
using databricks::detail::infer_tenant;

BOOST_FIXTURE_TEST_SUITE(tenant, Stage)

BOOST_AUTO_TEST_CASE(first_segment_of_the_redirect) {
  const std::pair<std::string, std::string> rows[] = {
      {"https://login.microsoftonline.com/t-1/oauth2/authorize?client_id=x", "t-1"},
      {"https://login.chinacloudapi.cn/T-1", "T-1"},
      {"https://login.microsoftonline.com/example.com?x", "example.com"},
      {"https://login.microsoftonline.com//oauth2", ""},
      {"//login.microsoftonline.com/t-1/oauth2", ""},
      {"ftp://login.microsoftonline.com/t-1/oauth2", ""},
      {"https://login.microsoftonline.com/" + std::string(5000, 'a') + "/oauth2", ""},
      {"https://login.microsoftonline.com?/t-1/", ""},
  };
  for (const auto& [location, expected] : rows) {
    for (const int status : {301, 302, 307}) {
      answer("/aad/auth", Answer{.status = status, .headers = {{"Location", location}}});
      BOOST_TEST(infer_tenant(*context(), {}) == expected, location.substr(0, 80));
    }
  }
}

BOOST_AUTO_TEST_CASE(no_host_no_question) {
  config.host = "";
  BOOST_TEST(infer_tenant(*context(), {}) == "");
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(a_configured_one_is_checked) {
  config.azure_tenant_id = "2af8e2f1-0000-4000-8000-000000000000";
  BOOST_TEST(configured_tenant(config) == config.azure_tenant_id);
  config.azure_tenant_id = "";
  BOOST_TEST(configured_tenant(config) == "");
  config.azure_tenant_id = "--debug";
  BOOST_CHECK_THROW(configured_tenant(config), databricks::AuthError);
}

BOOST_AUTO_TEST_SUITE_END()
