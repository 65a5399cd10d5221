// Calls that end on the login page of a workspace that is closed to this network.
#include "answers.hpp"

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace test;

namespace {

struct Cloud {
  const char* origin;
  const char* product;
  const char* endpoint;
  const char* page;
};

const Cloud kClouds[] = {
    {"https://example.cloud.databricks.com", "AWS PrivateLink", "AWS VPC endpoint", "docs.databricks.com/en/"},
    {"https://a.b", "AWS PrivateLink", "AWS VPC endpoint", "docs.databricks.com/en/"},
    {"https://x.azuredatabricks.net.evil", "AWS PrivateLink", "AWS VPC endpoint", "docs.databricks.com/en/"},
    {"https://adb-1.2.azuredatabricks.net", "Azure Private Link", "Azure Private Link endpoint", "learn.microsoft.com"},
    {"https://ADB-1.2.AzureDatabricks.NET:8443", "Azure Private Link", "Azure Private Link endpoint",
     "learn.microsoft.com"},
    {"https://a.databricks.azure.us", "Azure Private Link", "Azure Private Link endpoint", "learn.microsoft.com"},
    {"https://a.databricks.azure.cn", "Azure Private Link", "Azure Private Link endpoint", "learn.microsoft.com"},
    {"https://1.2.gcp.databricks.com", "Private Service Connect", "GCP VPC endpoint", "docs.gcp.databricks.com"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(private_link)

BOOST_AUTO_TEST_CASE(row_86_closed_workspaces_on_each_cloud) {
  for (const auto& cloud : kClouds) {
    auto last = request("GET", "/login.html?error=private-link-validation-error:123");
    last.origin = cloud.origin;
    const auto error = detail::parse_service_error(last, answer(200, "<html><pre>login</pre></html>"), configuration());
    BOOST_TEST(error.status_code == 403);
    BOOST_TEST(error.error_code == "PRIVATE_LINK_VALIDATION_ERROR");
    for (const auto* part : {cloud.product, cloud.endpoint, cloud.page}) {
      BOOST_TEST(contains(error.message, part), cloud.origin << ": " << error.message);
    }
    const auto caught = thrown(error, last);
    BOOST_TEST(is_exactly<PrivateLinkValidationError>(caught));
    BOOST_TEST(is_a<PermissionDenied>(caught));
  }
}

BOOST_AUTO_TEST_CASE(row_86_whatever_the_status_and_place_in_the_query) {
  BOOST_TEST(detail::is_private_link_page("/login.html?error=private-link-validation-error"));
  BOOST_TEST(detail::is_private_link_page("/login.html?a=b&error=private-link-validation-error:1&c=d"));
  BOOST_TEST(detail::is_private_link_page("/login.html?error=private-link-validation-error%3A1"));
  const auto last = request("GET", "/login.html?error=private-link-validation-error:1");
  const auto error = detail::parse_service_error(last, answer(404, R"({"message":"m"})"), configuration());
  BOOST_TEST(error.status_code == 403);
}

BOOST_AUTO_TEST_CASE(row_87_other_pages_are_not_private_link) {
  for (const std::string target :
       {"/login.html", "/login.html?", "/login.html?error=other", "/login.html/x?error=private-link-validation-error",
        "/x/login.html?error=private-link-validation-error", "/?next=/login.html&error=private-link-validation-error",
        "/login.html-error=private-link-validation-error", ""}) {
    BOOST_TEST(!detail::is_private_link_page(target), target);
  }
}

BOOST_AUTO_TEST_SUITE_END()
