// Service principals with a secret: rows 181 to 190.
#include "../federation/stage.hpp"
#include "certificates.hpp"
#include "loopback.hpp"

using namespace test;
using databricks::detail::azure_client_secret;

namespace {

constexpr std::string_view kApplication = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
constexpr const char* kResourceId = "/subscriptions/sub-1/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";

struct Principal : Stage {
  Principal() {
    config.cloud = "azure";
    config.azure_client_id = "client-1";
    config.azure_client_secret = "planted-secret";
    config.azure_tenant_id = "tenant-1";
    tenant("tenant-1");
  }
  // Tokens are named after what they are for.
  void tenant(const std::string& name) {
    answer('/' + name + "/oauth2/token", [](const Recorded& request) {
      return Answer{.body = R"({"access_token":"for )" + form_of(request)["resource"] +
                            R"(","token_type":"Bearer","expires_in":"3599","expires_on":"1"})"};
    });
  }
  std::vector<Recorded> asked(const std::string& tenant = "tenant-1") const {
    return requests('/' + tenant + "/oauth2/token");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_secret, Principal)

BOOST_AUTO_TEST_CASE(t181_two_tokens_and_three_headers) {
  config.azure_workspace_resource_id = kResourceId;
  const auto headers = credentials(azure_client_secret)->headers({});
  BOOST_TEST(headers.size() == 3U);
  BOOST_TEST(*headers.find("Authorization") == "Bearer for " + std::string(kApplication));
  BOOST_TEST(*headers.find("X-Databricks-Azure-SP-Management-Token") == "for https://management.core.windows.net/");
  BOOST_TEST(*headers.find("X-Databricks-Azure-Workspace-Resource-Id") == kResourceId);
  BOOST_REQUIRE(asked().size() == 2U);
  const std::map<std::string, std::string> expected = {{"grant_type", "client_credentials"},
                                                       {"resource", std::string(kApplication)},
                                                       {"client_id", "client-1"},
                                                       {"client_secret", "planted-secret"}};
  BOOST_TEST((form_of(asked()[0]) == expected));
  BOOST_TEST(form_of(asked()[1])["resource"] == "https://management.core.windows.net/");
  for (const auto& request : asked()) {
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.header("X-Meant-For") == "https://login.microsoftonline.com");
    BOOST_TEST(!request.has_header("Authorization"));
  }
}

BOOST_AUTO_TEST_CASE(t181_without_resource_id_two_headers_and_tokens_are_kept) {
  const auto principal = credentials(azure_client_secret);
  for (int i = 0; i < 3; ++i) BOOST_TEST(principal->headers({}).size() == 2U);
  BOOST_TEST(asked().size() == 2U);
  BOOST_TEST(principal->auth_type() == "azure-client-secret");
  BOOST_TEST(principal->token({}).access_token == "for " + std::string(kApplication));
  clock->advance(60min);
  principal->headers({});
  BOOST_TEST(asked().size() == 4U);
}

BOOST_AUTO_TEST_CASE(t182_tenant_from_the_workspace) {
  config.azure_tenant_id = "";
  answer("/aad/auth",
         {.status = 302, .headers = {{"Location", "https://login.microsoftonline.com/8-4-4/oauth2/authorize?x=/y"}}});
  tenant("8-4-4");
  credentials(azure_client_secret)->headers({});
  BOOST_TEST(asked("8-4-4").size() == 2U);
  BOOST_REQUIRE(requests("/aad/auth").size() == 1U);
  BOOST_TEST(requests("/aad/auth")[0].method == "GET");
  BOOST_TEST(!requests("/aad/auth")[0].has_header("Authorization"));
}

BOOST_AUTO_TEST_CASE(t183_no_tenant_is_a_clear_error) {
  config.azure_tenant_id = "";
  const std::vector<Answer> answers = {
      {.status = 404},
      {.status = 302},
      {.status = 302, .headers = {{"Location", "not a url"}}},
      {.status = 302, .headers = {{"Location", "/login.html"}}},
      {.status = 302, .headers = {{"Location", "https://login.microsoftonline.com"}}},
      {.status = 302, .headers = {{"Location", "https://login.microsoftonline.com/-t/oauth2"}}},
      {.status = 302, .headers = {{"Location", "https://login.microsoftonline.com/a%2fb/oauth2"}}},
      {.status = 200, .headers = {{"Location", "https://login.microsoftonline.com/t/oauth2"}}}};
  for (const auto& each : answers) {
    answer("/aad/auth", each);
    const auto text = error_text([&] { attempt(azure_client_secret); });
    BOOST_TEST(holds(text, "azure_tenant_id is missing"), text);
    BOOST_TEST(holds(text, "ARM_TENANT_ID"), text);
    BOOST_TEST(holds(text, host() + "/aad/auth"), text);
  }
  BOOST_TEST(requests().size() == answers.size());  // and nothing else was asked
}

BOOST_AUTO_TEST_CASE(t184_host_by_resource_id) {
  config.host = "";
  for (const std::string slash : {"/", ""}) {
    config.azure_workspace_resource_id = slash + (kResourceId + 1);
    answer(kResourceId,
           Answer{.body = R"({"properties":{"workspaceUrl":"ADB-1.2.staging.azuredatabricks.net"},"id":"x"})"});
    const auto made = context();
    const auto attempted = azure_client_secret(made, {});
    BOOST_REQUIRE(attempted.credentials);
    BOOST_TEST(made->config.host == "https://adb-1.2.staging.azuredatabricks.net");
    const auto arm = requests(kResourceId).back();
    BOOST_TEST(arm.target == std::string(kResourceId) + "?api-version=2018-04-01");
    BOOST_TEST(arm.header("X-Meant-For") == "https://management.azure.com");
    BOOST_TEST(arm.header("Authorization") == "Bearer for https://management.azure.com/");
    // What the host says counts from here on.
    attempted.credentials->headers({});
    BOOST_TEST(form_of(asked()[asked().size() - 2])["resource"] == "4a67d088-db5c-48f1-9ff2-0aace800ae68");
  }
}

BOOST_AUTO_TEST_CASE(t185_the_workspace_is_not_found) {
  config.host = "";
  config.azure_workspace_resource_id = kResourceId;
  struct Row {
    Answer answer;
    std::string part;
  };
  const Row rows[] = {
      {{.status = 403, .body = R"({"error":{"code":"AuthorizationFailed","message":"No right to read."}})"},
       "resolve host: https://management.azure.com answered 403: AuthorizationFailed: No right to read"},
      {{.status = 404, .body = R"({"error":{"code":"ResourceNotFound","message":"Gone"}})"}, "ResourceNotFound: Gone"},
      {{.status = 404, .body = "gone\r\naway", .content_type = "text/plain"}, "answered 404: gone away"},
      {{.status = 500}, "answered 500"},
      {{.body = "{}"}, "knows no address of the workspace /subscriptions/sub-1/"},
      {{.body = R"({"properties":null})"}, "knows no address"},
      {{.body = R"({"properties":{"workspaceUrl":""}})"}, "knows no address"},
      {{.body = R"({"properties":{"workspaceUrl":"a@b"}})"}, "resolve host: host must not hold a user name"},
      {{.body = "<html>"}, "knows no address"},
  };
  for (const auto& row : rows) {
    answer(kResourceId, row.answer);
    const auto made = context();
    const auto text = error_text([&] { azure_client_secret(made, {}); });
    BOOST_TEST(holds(text, row.part), text);
    BOOST_TEST(!text.ends_with('.'), text);
    BOOST_TEST(made->config.host == "");
  }
}

BOOST_AUTO_TEST_CASE(t186_management_token_refused_fails_the_request) {
  answer("/tenant-1/oauth2/token", [](const Recorded& request) {
    const bool management = holds(form_of(request)["resource"], "management");
    return management ? Answer{.status = 401, .body = R"({"error":"unauthorized_client","error_description":"No"})"}
                      : Answer{.body = R"({"access_token":"t","expires_in":3600})"};
  });
  const auto principal = credentials(azure_client_secret);
  const auto text = error_text([&] { principal->headers({}); });
  BOOST_TEST(holds(text, "azure-client-secret: "), text);
  BOOST_TEST(holds(text, "401: unauthorized_client: No"), text);
}

BOOST_AUTO_TEST_CASE(t187_errors_of_entra_are_shortened) {
  answer("/tenant-1/oauth2/token",
         {.status = 400,
          .body = R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret. Trace ID: )"
                  R"(1-2\r\nCorrelation ID: 3","error_uri":"https://login.microsoftonline.com/error?code=7000215"})"});
  const auto principal = credentials(azure_client_secret);
  const auto text = error_text([&] { principal->headers({}); });
  BOOST_TEST(text.ends_with("invalid_client: AADSTS7000215: Invalid client secret. See "
                            "https://login.microsoftonline.com/error?code=7000215"),
             text);
  BOOST_TEST(!holds(text, "Trace ID"), text);
}

BOOST_AUTO_TEST_CASE(t188_t189_t190_endpoints_by_host) {
  struct Row {
    std::string host, cloud, environment, login, application, management;
  };
  const std::string production(kApplication), public_login = "https://login.microsoftonline.com",
                                              public_management = "https://management.core.windows.net/";
  const Row rows[] = {
      {"https://adb-1.2.databricks.azure.cn", "", "", "https://login.chinacloudapi.cn", production,
       "https://management.core.chinacloudapi.cn/"},
      {"https://adb-1.2.databricks.azure.us", "", "", "https://login.microsoftonline.us", production,
       "https://management.core.usgovcloudapi.net/"},
      {"https://adb-1.staging.azuredatabricks.net", "", "", public_login, "4a67d088-db5c-48f1-9ff2-0aace800ae68",
       public_management},
      {"https://adb-1.dev.azuredatabricks.net:443", "", "", public_login, "62a912ac-b58e-4c1d-89ea-b2dbfc7358fc",
       public_management},
      {"https://vanity.example.com", "AZURE", "", public_login, production, public_management},
      {"https://vanity.example.com", "Azure", "AzureChinaCloud", "https://login.chinacloudapi.cn", production,
       "https://management.core.chinacloudapi.cn/"},
  };
  for (const auto& row : rows) {
    config.host = row.host;
    config.cloud = row.cloud;
    config.azure_environment = row.environment;
    const auto before = asked().size();
    credentials(azure_client_secret)->headers({});
    BOOST_REQUIRE(asked().size() == before + 2);
    BOOST_TEST(asked()[before].header("X-Meant-For") == row.login);
    BOOST_TEST(form_of(asked()[before])["resource"] == row.application);
    BOOST_TEST(form_of(asked()[before + 1])["resource"] == row.management);
  }
  config.azure_environment = "GERMANY";
  const auto text = error_text([&] { attempt(azure_client_secret); });
  BOOST_TEST(holds(text, "PUBLIC, USGOVERNMENT or CHINA"), text);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_a_reason_to_skip) {
  struct Row {
    std::string databricks::Config::*member;
    std::string reason;
  };
  const Row rows[] = {{&databricks::Config::azure_client_id, "azure_client_id is missing"},
                      {&databricks::Config::azure_client_secret, "azure_client_secret is missing"},
                      {&databricks::Config::cloud, "the host is no Azure Databricks workspace"}};
  const auto whole = config;
  for (const auto& row : rows) {
    config = whole;
    (config.*row.member).clear();
    BOOST_TEST(skipped(azure_client_secret) == row.reason);
  }
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(what_could_leave_its_place_in_an_address_is_refused) {
  for (const std::string bad : {"../x", "a/b", "-t", "a?b", "a b", ".", "a\r\nb"}) {
    config.azure_tenant_id = bad;
    BOOST_TEST(holds(error_text([&] { attempt(azure_client_secret); }), "azure_tenant_id must be"));
  }
  config.azure_tenant_id = "example.onmicrosoft.com";
  config.azure_workspace_resource_id = "/subscriptions/s\r\nX-Evil: 1";
  BOOST_TEST(
      holds(error_text([&] { attempt(azure_client_secret); }), "azure_workspace_resource_id holds a line break"));
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(no_host_no_tenant_asks_nobody) {
  config.host = "";
  config.azure_tenant_id = "";
  config.azure_workspace_resource_id = kResourceId;
  BOOST_TEST(holds(error_text([&] { attempt(azure_client_secret); }), "there is no host to ask for it"));
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(over_tls_from_end_to_end) {
  CertificateAuthority authority;
  LoopbackServer entra({test::answer(R"({"access_token":"over-tls","expires_in":3600})")},
                       authority.server_for("IP:127.0.0.1"));
  const auto trusting = [&](bool knows_it) {
    return std::make_shared<MappingTransport>(
        entra.origin(), databricks::http_transport({.tls = {.ca_file = knows_it ? authority.file() : std::string()}}));
  };
  const auto good = azure_client_secret(context(trusting(true)), {});
  BOOST_TEST(*good.credentials->headers({}).find("Authorization") == "Bearer over-tls");
  BOOST_TEST(entra.requests().size() == 2U);
  // The secret is not sent to a server that nobody vouches for.
  const auto bad = azure_client_secret(context(trusting(false)), {});
  BOOST_TEST(holds(error_text([&] { bad.credentials->headers({}); }), "azure-client-secret"));
  BOOST_TEST(entra.requests().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
