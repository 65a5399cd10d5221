// What follows from the name of a host.
#include "config/environments.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

#include "machine.hpp"
#include "says.hpp"

using namespace databricks;
using namespace test;

namespace {

Config with_host(const std::string& host) { return Machine().resolve({.host = host}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(cloud)

BOOST_AUTO_TEST_CASE(t91_t92_account_hosts) {
  for (const std::string host : {"https://accounts.cloud.databricks.com", "https://accounts-dod.cloud.databricks.us",
                                 "accounts.azuredatabricks.net", "HTTPS://ACCOUNTS.gcp.databricks.com/"}) {
    BOOST_TEST(is_account_client(with_host(host)), host);
  }
  for (const std::string host : {"https://x.accounts.y", "https://accountsx.y", "http://accounts.x", "accounts"}) {
    BOOST_TEST(!is_account_client(with_host(host)), host);
  }
}

BOOST_AUTO_TEST_CASE(t93_t94_t95_environments) {
  struct Row {
    std::string host;
    Cloud cloud;
    std::string zone;
    std::string azure;
  };
  const Row rows[] = {
      {"x.databricks.azure.cn", Cloud::azure, ".databricks.azure.cn", "CHINA"},
      {"x.databricks.azure.us", Cloud::azure, ".databricks.azure.us", "USGOVERNMENT"},
      {"https://adb-1.2.azuredatabricks.net:443", Cloud::azure, ".azuredatabricks.net", "PUBLIC"},
      {"https://adb-1.2.azuredatabricks.net:8443/x", Cloud::azure, ".azuredatabricks.net", "PUBLIC"},
      {"x.staging.azuredatabricks.net", Cloud::azure, ".staging.azuredatabricks.net", "PUBLIC"},
      {"x.dev.azuredatabricks.net", Cloud::azure, ".dev.azuredatabricks.net", "PUBLIC"},
      {"x.dev.databricks.com", Cloud::aws, ".dev.databricks.com", ""},
      {"x.staging.cloud.databricks.com", Cloud::aws, ".staging.cloud.databricks.com", ""},
      {"x.cloud.databricks.us", Cloud::aws, ".cloud.databricks.us", ""},
      {"x.cloud.databricks.com", Cloud::aws, ".cloud.databricks.com", ""},
      {"x.dev.gcp.databricks.com", Cloud::gcp, ".dev.gcp.databricks.com", ""},
      {"x.staging.gcp.databricks.com", Cloud::gcp, ".staging.gcp.databricks.com", ""},
      {"1.2.gcp.databricks.com", Cloud::gcp, ".gcp.databricks.com", ""},
      {"unknown.example", Cloud::aws, ".cloud.databricks.com", ""},
  };
  for (const auto& row : rows) {
    const auto& found = environment_of(with_host(row.host));
    BOOST_TEST((found.cloud == row.cloud), row.host);
    BOOST_TEST(found.dns_zone == row.zone, row.host);
    BOOST_TEST(found.azure_environment == row.azure, row.host);
    BOOST_TEST(is_azure(with_host(row.host)) == (row.cloud == Cloud::azure), row.host);
    BOOST_TEST(is_gcp(with_host(row.host)) == (row.cloud == Cloud::gcp), row.host);
  }
  const auto& china = azure_environment_of(with_host("x.databricks.azure.cn"));
  BOOST_TEST(china.active_directory == "https://login.chinacloudapi.cn/");
}

BOOST_AUTO_TEST_CASE(t96_t97_cloud_and_resource_come_before_the_name) {
  auto aws = Machine().resolve({.host = "x.cloud.databricks.com", .cloud = "AZURE"});
  BOOST_TEST(is_azure(aws));
  BOOST_TEST(environment_of(aws).azure_application == "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
  BOOST_TEST(is_azure(Machine().resolve({.host = "x.gcp.databricks.com", .azure_workspace_resource_id = "/s"})));
}

BOOST_AUTO_TEST_CASE(t98_names_of_clouds) {
  for (const std::string name : {"azure", "AZURE", "Azure", " azure "}) {
    const auto config = Machine().resolve({.cloud = name});
    BOOST_TEST(is_azure(config), name);
    BOOST_TEST(config.cloud == "AZURE");
  }
  const auto mars = Machine().resolve({.host = "x.gcp.databricks.com", .cloud = "mars"});
  BOOST_TEST(mars.cloud == "mars");
  BOOST_TEST(!is_azure(mars));
  BOOST_TEST(is_gcp(mars));
  BOOST_TEST(contains(mars.origins->warnings.at(0), "AWS, AZURE and GCP"));
  BOOST_TEST(!is_gcp(Machine().resolve({.cloud = "mars"})));
}

BOOST_AUTO_TEST_CASE(t99_environment_without_a_host) {
  for (const std::string name : {"AzureUSGovernmentCloud", "usgovernment", "USGOV", "UsGov"}) {
    const auto config = Machine().resolve({.azure_workspace_resource_id = "/s", .azure_environment = name});
    BOOST_TEST(azure_environment_of(config).resource_manager == "https://management.usgovcloudapi.net/", name);
    BOOST_TEST(environment_of(config).dns_zone == ".databricks.azure.us", name);
  }
  const auto usual = Machine().resolve({.azure_workspace_resource_id = "/s"});
  BOOST_TEST(azure_environment_of(usual).service_management == "https://management.core.windows.net/");
  BOOST_TEST(environment_of(usual).dns_zone == ".azuredatabricks.net");
}

BOOST_AUTO_TEST_CASE(t100_unknown_azure_environment) {
  for (const std::string name : {"Germany", "AzureGermanCloud", "x"}) {
    BOOST_CHECK_EXCEPTION(Machine().resolve({.azure_environment = name}), ConfigError,
                          says("must be PUBLIC, USGOVERNMENT or CHINA, not \"" + name + '"'));
  }
}

BOOST_AUTO_TEST_CASE(names_of_hosts) {
  BOOST_TEST(hostname(with_host("https://A.b:8443/x")) == "a.b");
  BOOST_TEST(hostname(with_host("")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
