// Who is signed in to the Azure CLI: rows 197 to 209. Each az is a shell script that behaves as the real one does.
#include "../cli/fake_tool.hpp"
#include "../federation/stage.hpp"
#include "auth/chain.hpp"
#include "kept_log.hpp"

using namespace test;
using databricks::detail::azure_cli;

namespace {

constexpr const char* kApplication = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
constexpr const char* kResourceId = "/subscriptions/sub-1/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
constexpr const char* kNotSignedIn = "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1";

std::string prints_token(const std::string& token) {
  return "echo '{\"accessToken\":\"" + token +
         "\",\"expiresOn\":\"2001-01-01 00:00:00.000000\",\"expires_on\":9999999999,\"tokenType\":\"Bearer\"}'";
}

std::string prints_user(const std::string& type, const std::string& name) {
  return R"(echo '{"environmentName":"AzureCloud","user":{"name":")" + name + R"(","type":")" + type + "\"}}'";
}

// One line per case of the arguments, tried in turn.
std::string by_arguments(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string script = "case \"$*\" in\n";
  for (const auto& [pattern, action] : rows) script += pattern + ") " + action + ";;\n";
  return script + "*) echo \"ERROR: unrecognized arguments: $*\" >&2; exit 2;;\nesac";
}

struct SignedIn : Stage {
  SignedIn() : az(folder() + "/bin", "az") {
    config.cloud = "AZURE";
    config.azure_tenant_id = "tenant-1";
    environment["PATH"] = az.folder();
  }
  void person(const std::string& token = jwt(R"({"upn":"a@example.com"})")) {
    az.does(by_arguments({{"account\\ show*", prints_user("user", "a@example.com")}, {"*", prints_token(token)}}));
  }
  // The machine's time for processes, which no virtual clock makes faster.
  databricks::detail::AuthContextPtr quick(std::chrono::milliseconds limit) {
    auto made = context();
    made->tools.token = limit;
    return made;
  }

  FakeTool az;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(az, SignedIn)

BOOST_AUTO_TEST_CASE(t197_a_person_needs_no_management_token) {
  const auto token = jwt(R"({"upn":"a@example.com"})");
  person(token);
  const auto user = credentials(azure_cli);
  for (int i = 0; i < 3; ++i) BOOST_TEST(authorization(*user) == "Bearer " + token);
  BOOST_TEST(user->token({}).access_token == token);
  BOOST_TEST(user->auth_type() == "azure-cli");
  const std::vector<std::string> expected = {
      "account show --output json",
      std::string("account get-access-token --resource ") + kApplication + " --output json --tenant tenant-1"};
  BOOST_TEST(az.calls() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(t198_a_service_principal_gets_a_management_token) {
  az.does(by_arguments({{"account\\ show*", prints_user("servicePrincipal", "app-1")},
                        {"*--resource\\ https://management.core.windows.net/*", prints_token("management")},
                        {"*", prints_token(jwt(R"({"appid":"app-1"})"))}}));
  config.azure_workspace_resource_id = kResourceId;
  const auto headers = credentials(azure_cli)->headers({});
  BOOST_TEST(headers.size() == 3U);
  BOOST_TEST(*headers.find("X-Databricks-Azure-SP-Management-Token") == "management");
  BOOST_TEST(*headers.find("X-Databricks-Azure-Workspace-Resource-Id") == kResourceId);
}

BOOST_AUTO_TEST_CASE(t198_a_token_that_cannot_be_read_is_no_persons) {
  for (const std::string token : {"opaque", "a.b.c", "..", "a.bm90IGpzb24.c"}) {
    az.does(by_arguments({{"account\\ show*", prints_user("user", "x")},
                          {"*management*", prints_token("management")},
                          {"*", prints_token(token)}}));
    BOOST_TEST(credentials(azure_cli)->headers({}).size() == 2U, token);
  }
}

BOOST_AUTO_TEST_CASE(t199_no_management_token_is_no_error) {
  az.does(by_arguments({{"account\\ show*", prints_user("servicePrincipal", "app-1")},
                        {"*management*", "echo 'planted-secret' >&2; exit 1"},
                        {"*", prints_token("opaque")}}));
  const auto principal = credentials(azure_cli);
  for (int i = 0; i < 5; ++i) BOOST_TEST(authorization(*principal) == "Bearer opaque");
  const auto tried = az.calls("management").size();
  BOOST_TEST(tried == 2U);  // with the tenant, and without
  clock->advance(61s);
  authorization(*principal);
  BOOST_TEST(az.calls("management").size() == 2 * tried);
}

BOOST_AUTO_TEST_CASE(t200_a_managed_identity_is_told_no_tenant) {
  for (const std::string name : {"systemAssignedIdentity", "userAssignedIdentity"}) {
    az.does(by_arguments({{"account\\ show*", prints_user("servicePrincipal", name)},
                          {"*--tenant*", "echo 'ERROR: Tenant should not be specified' >&2; exit 1"},
                          {"*", prints_token("t")}}));
    BOOST_TEST(credentials(azure_cli)->headers({}).size() == 2U);
  }
  BOOST_TEST(az.calls("--tenant").empty());
}

BOOST_AUTO_TEST_CASE(t201_a_federated_principal_is_asked_again_without_tenant) {
  az.does(by_arguments({{"account\\ show*", prints_user("servicePrincipal", "app-1")},
                        {"*--tenant*", "exit 1"},
                        {"*", prints_token("t")}}));
  BOOST_TEST(credentials(azure_cli)->token({}).access_token == "t");
  BOOST_TEST(az.calls("get-access-token").size() == 2U);
  // A person's tenant is not given up: the token would be another one's.
  az.does(by_arguments(
      {{"account\\ show*", prints_user("user", "a@b.c")}, {"*--tenant*", "exit 1"}, {"*", prints_token("t")}}));
  BOOST_TEST(holds(skipped(azure_cli), "--tenant tenant-1` failed with exit code 1: it wrote no reason"));
}

BOOST_AUTO_TEST_CASE(t202_subscription_first_and_then_without) {
  config.azure_workspace_resource_id = kResourceId;
  az.does(by_arguments({{"account\\ show*", prints_user("servicePrincipal", "app-1")},
                        {"*--subscription*", "echo 'ERROR: The subscription of sub-1 does not exist' >&2; exit 1"},
                        {"*", prints_token("t")}}));
  BOOST_TEST(credentials(azure_cli)->token({}).access_token == "t");
  const auto calls = az.calls("get-access-token");
  BOOST_REQUIRE(calls.size() == 2U);
  BOOST_TEST(calls[0].ends_with("--subscription sub-1 --tenant tenant-1"), calls[0]);
  BOOST_TEST(calls[1].ends_with("--output json --tenant tenant-1"), calls[1]);
}

BOOST_AUTO_TEST_CASE(t203_az_is_missing) {
  BOOST_TEST(holds(skipped(azure_cli), "the Azure CLI is not installed"));
  config.auth_type = "azure-cli";
  const auto text = error_text([&] { databricks::detail::choose_credentials(context(), {}); });
  BOOST_TEST(holds(text, "azure-cli: the Azure CLI is not installed: there is no az on PATH"), text);
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(t204_nobody_is_signed_in) {
  az.does(kNotSignedIn);
  const auto reason = skipped(azure_cli);
  BOOST_TEST(holds(reason, "cannot get account info: `az account show --output json` failed with exit code 1"), reason);
  BOOST_TEST(holds(reason, "Please run 'az login'"), reason);
  config.auth_type = "azure-cli";
  BOOST_TEST(holds(error_text([&] { attempt(azure_cli); }), "Please run 'az login'"));
  config.azure_tenant_id = "";  // then nobody's name is asked for
  const auto text = error_text([&] { attempt(azure_cli); });
  BOOST_TEST(holds(text, "cannot get access token: `az account get-access-token"), text);
  BOOST_TEST(holds(text, "Please run 'az login'"), text);
}

BOOST_AUTO_TEST_CASE(t205_garbage_is_an_error_even_in_the_chain) {
  struct Row {
    std::string output, error;
  };
  const Row rows[] = {
      {"planted-secret", "cannot unmarshal CLI result"},
      {"", "cannot unmarshal CLI result"},
      {"[]", "cannot unmarshal CLI result"},
      {"null", "cannot unmarshal CLI result"},
      {"{}", "cannot unmarshal CLI result"},
      {R"({"accessToken":"","expires_on":1})", "cannot unmarshal CLI result"},
      {R"({"accessToken":{"planted-secret":1},"expires_on":1})", "cannot unmarshal CLI result"},
      {R"({"accessToken":"planted-secret","expires_on":9999)", "cannot unmarshal CLI result"},
      {R"({"accessToken":"planted-secret","expiresOn":"yesterday"})", "cannot parse expiry"},
      {R"({"accessToken":"planted-secret","expiresOn":"2024-13-01 00:00:00"})", "cannot parse expiry"},
      {R"({"accessToken":"planted-secret","expires_on":true})", "cannot parse expiry"},
      {R"({"accessToken":"planted-secret"})", "cannot parse expiry"},
      {R"({"accessToken":"planted-secret\nx","expires_on":9999999999})", "control character"},
  };
  for (const auto& row : rows) {
    az.does(
        by_arguments({{"account\\ show*", prints_user("user", "x")}, {"*", "cat <<'END'\n" + row.output + "\nEND\n"}}));
    const auto text = error_text([&] { attempt(azure_cli); });
    BOOST_TEST(holds(text, row.error), text);
  }
  az.does("echo planted-secret");
  BOOST_TEST(holds(error_text([&] { attempt(azure_cli); }), "`az account show` printed no account"));
}

BOOST_AUTO_TEST_CASE(t206_the_epoch_counts) {
  person();  // whose expiresOn is long ago in every zone
  const auto expiry = credentials(azure_cli)->token({}).expiry.value();
  BOOST_TEST(std::chrono::system_clock::to_time_t(expiry) >= 9'000'000'000);
}

BOOST_AUTO_TEST_CASE(t207_az_hangs) {
  az.does("exec sleep 30");
  const auto start = std::chrono::steady_clock::now();
  const auto attempted = azure_cli(quick(150ms), {});
  BOOST_TEST(!attempted.credentials);
  BOOST_TEST(holds(attempted.skipped, "did not end within"), attempted.skipped);
  config.auth_type = "azure-cli";
  BOOST_TEST(holds(error_text([&] { azure_cli(quick(150ms), {}); }), "/az did not end within"));
  BOOST_TEST((std::chrono::steady_clock::now() - start < 15s));
}

BOOST_AUTO_TEST_CASE(t207_a_cancelled_call_is_no_reason_to_go_on) {
  az.does("exec sleep 30");
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(holds(error_text([&] { azure_cli(context(), stop.get_token()); }), "cancelled"));
  BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(t208_not_for_other_clouds) {
  person();
  for (const std::string host :
       {"https://x.cloud.databricks.com", "https://x.gcp.databricks.com", "https://x.example"}) {
    config.host = host;
    config.cloud = "";
    BOOST_TEST(skipped(azure_cli) == "the host is no Azure Databricks workspace");
  }
  BOOST_TEST(az.calls().empty());
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(t209_a_bad_resource_id_is_warned_of) {
  person();
  for (const std::string bad : {"bad", "/subscriptions/--debug/resourceGroups/g"}) {
    const auto log = std::make_shared<KeptLog>();
    config.logger = log;
    config.azure_workspace_resource_id = bad;
    credentials(azure_cli);
    BOOST_TEST(holds(shown(log->text()), "names no subscription"), log->text());
  }
  BOOST_TEST(az.calls("--subscription").empty());
  BOOST_TEST(az.calls("debug").empty());
}

BOOST_AUTO_TEST_CASE(tenant_of_the_workspace) {
  person();
  config.azure_tenant_id = "";
  answer("/aad/auth", Answer{.status = 302, .headers = {{"Location", "https://login.microsoftonline.com/t-9/oauth2"}}});
  credentials(azure_cli);
  BOOST_TEST(az.calls("--tenant t-9").size() == 1U);
  // Unknown is no error: az then takes its own.
  answer("/aad/auth", Answer{.status = 404});
  credentials(azure_cli);
  BOOST_TEST(!holds(az.calls().back(), "--tenant"));
  // A host that does not answer is.
  config.host = "http://127.0.0.1:1";
  BOOST_TEST(skipped(azure_cli).starts_with("load tenant id: "));
}

BOOST_AUTO_TEST_CASE(a_tenant_that_looks_like_an_option_never_reaches_az) {
  person();
  config.azure_tenant_id = "--query=x";
  BOOST_TEST(holds(error_text([&] { attempt(azure_cli); }), "azure_tenant_id must be"));
  BOOST_TEST(az.calls().empty());
}

BOOST_AUTO_TEST_CASE(host_by_resource_id) {
  config.host = "";
  config.azure_workspace_resource_id = kResourceId;
  az.does(by_arguments({{"account\\ show*", prints_user("user", "x")},
                        {"*--resource\\ https://management.azure.com/*", prints_token("arm")},
                        {"*", prints_token("t")}}));
  answer(kResourceId, Answer{.body = R"({"properties":{"workspaceUrl":"adb-1.2.azuredatabricks.net"}})"});
  const auto made = context();
  BOOST_TEST(azure_cli(made, {}).credentials != nullptr);
  BOOST_TEST(made->config.host == "https://adb-1.2.azuredatabricks.net");
  BOOST_TEST(requests(kResourceId).at(0).header("Authorization") == "Bearer arm");
}

BOOST_AUTO_TEST_CASE(chatty_and_slow_az_still_works) {
  az.does(by_arguments({{"account\\ show*", "sleep 0.1; head -c 300000 /dev/zero >&2; " + prints_user("user", "x")},
                        {"*", "echo 'WARNING: you have 2 updates available' >&2; sleep 0.1; " + prints_token("t")}}));
  BOOST_TEST(credentials(azure_cli)->token({}).access_token == "t");
}

BOOST_AUTO_TEST_CASE(a_huge_answer_is_a_reason_to_skip) {
  az.does("head -c 3000000 /dev/zero");
  BOOST_TEST(holds(skipped(azure_cli), "more than 1 MiB"));
}

BOOST_AUTO_TEST_CASE(error_output_is_bounded_and_on_one_line) {
  az.does(
      "i=0; while [ $i -lt 400 ]; do echo 'ERROR: line\033[31m'; i=$((i+1)); done >&2; echo planted-secret; exit 1");
  const auto reason = skipped(azure_cli);
  BOOST_TEST(reason.size() < 1500U);
  BOOST_TEST(reason.find_first_of("\n\033") == reason.npos);
}

BOOST_AUTO_TEST_SUITE_END()
