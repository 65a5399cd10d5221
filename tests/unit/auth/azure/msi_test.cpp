// Managed identities: rows 191 to 194.
#include "../federation/stage.hpp"

using namespace test;
using databricks::detail::azure_msi;

namespace {

constexpr const char* kPath = "/metadata/identity/oauth2/token";
constexpr const char* kResourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";

// Whatever goes through the proxy is lost and counted.
class Proxied final : public databricks::Transport {
 public:
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits&,
                                databricks::ByteSink*) override {
    origins.push_back(request.origin);
    return {.status = 407};
  }
  std::vector<std::string> origins{};
};

struct Machine : Stage {
  Machine() {
    config.cloud = "AZURE";
    config.azure_use_msi = true;
    identity("access", R"("9999999999")");
  }
  void identity(const std::string& token, const std::string& expires_on) {
    answer(kPath, Answer{.body = R"({"access_token":")" + token + R"(","expires_on":)" + expires_on +
                                 R"(,"token_type":"Bearer","resource":"x"})"});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(msi, Machine)

BOOST_AUTO_TEST_CASE(t191_tokens_of_the_machine) {
  const auto headers = credentials(azure_msi)->headers({});
  BOOST_TEST(headers.size() == 2U);
  BOOST_TEST(*headers.find("Authorization") == "Bearer access");
  BOOST_TEST(*headers.find("X-Databricks-Azure-SP-Management-Token") == "access");
  BOOST_REQUIRE(requests().size() == 2U);
  const std::string start = std::string(kPath) + "?api-version=2018-02-01&resource=";
  BOOST_TEST(requests()[0].target == start + "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
  BOOST_TEST(requests()[1].target == start + "https%3A%2F%2Fmanagement.core.windows.net%2F");
  for (const auto& request : requests()) {
    BOOST_TEST(request.method == "GET");
    BOOST_TEST(request.header("Metadata") == "true");
    BOOST_TEST(request.header("X-Meant-For") == "http://169.254.169.254");
    BOOST_TEST(!request.has_header("Authorization"));
  }
}

BOOST_AUTO_TEST_CASE(t191_client_id_and_resource_id) {
  config.host = "";
  config.cloud = "";
  config.azure_workspace_resource_id = kResourceId;
  config.azure_client_id = "client 1&x=y";
  answer(kResourceId, Answer{.body = R"({"properties":{"workspaceUrl":"adb-1.2.azuredatabricks.net"}})"});
  const auto made = context();
  const auto attempted = azure_msi(made, {});
  BOOST_TEST(made->config.host == "https://adb-1.2.azuredatabricks.net");
  BOOST_TEST(*attempted.credentials->headers({}).find("X-Databricks-Azure-Workspace-Resource-Id") == kResourceId);
  BOOST_TEST(requests(kResourceId).at(0).header("Authorization") == "Bearer access");
  BOOST_TEST(
      holds(requests(kPath).at(0).target, "&client_id=client%201%26x%3Dy&resource=https%3A%2F%2Fmanagement.azure"));
}

BOOST_AUTO_TEST_CASE(t192_no_identity) {
  answer(kPath, Answer{.status = 404, .body = "Not found\n", .content_type = "text/plain"});
  const auto machine = credentials(azure_msi);
  const auto text = error_text([&] { machine->headers({}); });
  BOOST_TEST(holds(text, "azure-msi: http://169.254.169.254 answered 404: Not found"), text);
  answer(kPath,
         Answer{.status = 400, .body = R"({"error":"invalid_request","error_description":"Identity not found"})"});
  BOOST_TEST(holds(error_text([&] { machine->headers({}); }), "invalid_request: Identity not found"));
}

BOOST_AUTO_TEST_CASE(t193_odd_answers) {
  struct Row {
    std::string token, expires_on, error;
  };
  const Row rows[] = {{"", "1", "invalid token"},
                      {"t", R"("abc")", "invalid token expiry"},
                      {"t", R"("")", "invalid token expiry"},
                      {"t", "null", "invalid token expiry"},
                      {"t", R"("12x")", "invalid token expiry"},
                      {"t", "9999999999", ""},
                      {"t", R"("9999999999")", ""},
                      {R"(a\r\nb)", "9999999999", "control character"}};
  for (const auto& row : rows) {
    identity(row.token, row.expires_on);
    const auto machine = credentials(azure_msi);
    if (row.error.empty()) {
      BOOST_TEST(machine->token({}).access_token == "t");
    } else {
      const auto text = error_text([&] { machine->token({}); });
      BOOST_TEST(holds(text, row.error), text);
    }
  }
  for (const std::string body : {"", "[]", "{}", "<html>", "{\"access_token\":"}) {
    answer(kPath, Answer{.body = body});
    const auto machine = credentials(azure_msi);
    BOOST_TEST(holds(error_text([&] { machine->token({}); }), "invalid token"), body);
  }
}

BOOST_AUTO_TEST_CASE(t193_expires_when_it_says) {
  const auto until = std::chrono::duration_cast<std::chrono::seconds>(clock->wall().time_since_epoch()) + 2h;
  identity("t", std::to_string(until.count()));
  const auto machine = credentials(azure_msi);
  BOOST_TEST((machine->token({}).expiry.value() - clock->wall() > 119min));
  machine->token({});
  BOOST_TEST(requests().size() == 1U);
  clock->advance(2h);
  machine->token({});
  BOOST_TEST(requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(t194_not_through_a_proxy) {
  const auto proxied = std::make_shared<Proxied>();
  direct = std::make_shared<MappingTransport>(host());
  const auto attempted = azure_msi(context(proxied), {});
  attempted.credentials->headers({});
  BOOST_TEST(proxied->origins.empty());
  BOOST_TEST(requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_updated_is_asked_again) {
  for (const int status : {410, 500, 503, 429}) {
    std::atomic<int> asked = 0;
    answer(kPath, [&asked, status](const Recorded&) {
      return ++asked < 4 ? Answer{.status = status, .body = "later", .content_type = "text/plain"}
                         : Answer{.body = R"({"access_token":"t","expires_on":9999999999})"};
    });
    BOOST_TEST(credentials(azure_msi)->token({}).access_token == "t");
    BOOST_TEST(asked == 4);
  }
  answer(kPath, Answer{.status = 410, .body = "gone for good", .content_type = "text/plain"});
  const auto machine = credentials(azure_msi);
  const auto start = clock->now();
  BOOST_TEST(holds(error_text([&] { machine->token({}); }), "answered 410: gone for good"));
  BOOST_TEST((clock->now() - start < 2min));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_a_reason_to_skip) {
  config.azure_use_msi = false;
  BOOST_TEST(skipped(azure_msi) == "azure_use_msi is not set");
  config.azure_use_msi.reset();
  BOOST_TEST(skipped(azure_msi) == "azure_use_msi is not set");
  config.azure_use_msi = true;
  config.cloud = "";
  BOOST_TEST(skipped(azure_msi) == "the host is no Azure Databricks workspace");
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
