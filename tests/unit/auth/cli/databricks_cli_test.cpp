// Who is signed in to the Databricks CLI: rows 210 to 222 and 114. Each CLI is a shell script as large as a program.
#include "../federation/stage.hpp"
#include "auth/chain.hpp"
#include "auth/databricks_cli_version.hpp"

#include "fake_tool.hpp"
#include "kept_log.hpp"

using namespace test;
using databricks::detail::CliVersion;
using databricks::detail::databricks_cli;
using databricks::detail::parse_cli_version;

namespace {

constexpr std::size_t kLarge = std::size_t{2} << 20;
constexpr const char* kToken =
    R"(echo '{"access_token":"cli-token","token_type":"Bearer","expiry":"2199-03-20T10:30:00.123456789Z"}')";

std::string says_version(const std::string& version) {
  std::string parts = version;
  std::replace(parts.begin(), parts.end(), '.', ' ');
  return "set -- " + parts + R"(; echo "{\"ProjectName\":\"cli\",\"Major\":$1,\"Minor\":$2,\"Patch\":$3}")";
}

std::string script(const std::string& version, const std::string& token) {
  return "case \"$*\" in\nversion*) " + version + ";;\nauth\\ token*) " + token + ";;\n*) exit 64;;\nesac";
}

std::string prints(const std::string& json) { return "cat <<'END'\n" + json + "\nEND\n"; }

struct SignedIn : Stage {
  SignedIn() : cli(folder() + "/bin", "databricks") {
    config.host = "https://x.cloud.databricks.com";
    environment["PATH"] = cli.folder();
  }
  void does(const std::string& version, const std::string& token = kToken) { cli.does(script(version, token), kLarge); }
  std::string token_call() const {
    const auto calls = cli.calls("auth token");
    return calls.empty() ? "" : calls.back();
  }

  FakeTool cli;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(databricks_cli_tool, SignedIn)

BOOST_AUTO_TEST_CASE(t210_to_t215_arguments_by_version) {
  const std::string host = "https://x.cloud.databricks.com", account = "https://accounts.cloud.databricks.com";
  struct Row {
    std::string version, profile, host, account_id, expected;
  };
  const Row rows[] = {
      {says_version("0.296.0"), "P", host, "", "auth token --profile P --force-refresh"},
      {says_version("1.0.0"), "P", host, "", "auth token --profile P --force-refresh"},
      {says_version("0.296.0"), "", host, "", "auth token --host " + host + " --force-refresh"},
      {says_version("0.207.1"), "P", host, "", "auth token --profile P"},
      {says_version("0.295.9"), "P p", host, "", "auth token --profile P p"},
      {says_version("0.207.0"), "P", host, "", "auth token --host " + host},
      {says_version("0.0.0"), "P", host, "", "auth token --host " + host},
      {"exit 1", "P", host, "", "auth token --host " + host},
      {"echo what", "P", host, "", "auth token --host " + host},
      {"echo 'Databricks CLI v0.207.1'", "P", host, "", "auth token --profile P"},
      {says_version("0.207.0"), "", account, "A", "auth token --host " + account + " --account-id A"},
      {says_version("0.300.0"), "", account, "A", "auth token --host " + account + " --account-id A --force-refresh"},
      {says_version("0.300.0"), "P", "", "", "auth token --profile P --force-refresh"},
  };
  for (const auto& row : rows) {
    does(row.version);
    config.profile = row.profile;
    config.host = row.host;
    config.account_id = row.account_id;
    const auto user = credentials(databricks_cli);
    BOOST_TEST(token_call() == row.expected);
    BOOST_TEST(authorization(*user) == "Bearer cli-token");
    BOOST_TEST(user->auth_type() == "databricks-cli");
  }
}

BOOST_AUTO_TEST_CASE(t213_nothing_to_name) {
  does(says_version("0.207.0"));
  config.host = "";
  config.profile = "P";
  BOOST_TEST(holds(skipped(databricks_cli), "cannot configure CLI token source"));
  config.profile = "";
  BOOST_TEST(skipped(databricks_cli) == "host is missing");
  config.host = "https://accounts.cloud.databricks.com";
  BOOST_TEST(skipped(databricks_cli) == "account_id is missing");
  BOOST_TEST(token_call() == "");
}

BOOST_AUTO_TEST_CASE(t215_a_version_that_hangs_is_asked_for_again) {
  does("exec sleep 30");
  auto made = context();
  made->tools.version = 100ms;
  made->config.profile = "P";
  const auto user = databricks_cli(made, {});
  BOOST_TEST(token_call() == "auth token --host " + config.host);
  does(says_version("0.296.0"));
  clock->advance(std::chrono::hours(24 * 365 * 200));
  user.credentials->token({});
  BOOST_TEST(token_call() == "auth token --profile P --force-refresh");
  BOOST_TEST(cli.calls("version").size() == 2U);
  clock->advance(std::chrono::hours(1));
  user.credentials->token({});  // what is known is not asked for
  BOOST_TEST(cli.calls("version").size() == 2U);
}

BOOST_AUTO_TEST_CASE(t216_the_large_one_is_chosen) {
  const FakeTool legacy(folder() + "/legacy", "databricks", kToken, 100 << 10);
  does(says_version("0.296.0"));
  environment["PATH"] = legacy.folder() + ':' + cli.folder();
  BOOST_TEST(credentials(databricks_cli)->token({}).access_token == "cli-token");
  BOOST_TEST(legacy.calls().empty());
}

BOOST_AUTO_TEST_CASE(t217_legacy_only_or_none) {
  BOOST_TEST(holds(skipped(databricks_cli), "databricks CLI not found: there is no databricks on PATH"));
  const FakeTool legacy(folder() + "/legacy", "databricks", kToken);
  environment["PATH"] = legacy.folder();
  BOOST_TEST(holds(skipped(databricks_cli), "legacy databricks CLI detected"));
  config.databricks_cli_path = "my-databricks";
  BOOST_TEST(holds(skipped(databricks_cli), "there is no my-databricks on PATH"));
  BOOST_TEST(legacy.calls().empty());
}

BOOST_AUTO_TEST_CASE(t218_an_explicit_path) {
  const auto missing = folder() + "/none/databricks";
  for (const auto& path : {missing, folder() + "/", write("plain", "#!/bin/sh\n")}) {
    config.databricks_cli_path = path;
    const auto text = error_text([&] { attempt(databricks_cli); });
    BOOST_TEST(holds(text, "databricks_cli_path: there is no executable file " + path), text);
  }
  environment.erase("PATH");
  cli.does(script(says_version("0.296.0"), kToken));  // whatever its size: a wrapper may be what is meant
  config.databricks_cli_path = cli.path();
  BOOST_TEST(credentials(databricks_cli)->token({}).access_token == "cli-token");
}

BOOST_AUTO_TEST_CASE(t220_garbage_is_an_error_even_in_the_chain) {
  const std::pair<std::string, std::string> rows[] = {
      {"planted-secret", "cannot unmarshal CLI result"},
      {"", "cannot unmarshal CLI result"},
      {R"({"token_type":"Bearer","expiry":"2199-01-01T00:00:00Z"})", "cannot unmarshal CLI result"},
      {R"({"access_token":"planted-secret","expiry":"2199-01-01T00:00:00Z")", "cannot unmarshal CLI result"},
      {R"({"access_token":"planted-secret","expiry":"soon"})", "cannot parse expiry"},
      {R"({"access_token":"planted-secret","expiry":""})", "cannot parse expiry"},
      {R"({"access_token":"planted-secret"})", "cannot parse expiry"},
  };
  for (const auto& [output, error] : rows) {
    does(says_version("0.296.0"), prints(output));
    const auto text = error_text([&] { attempt(databricks_cli); });
    BOOST_TEST(holds(text, error), text);
  }
}

BOOST_AUTO_TEST_CASE(t221_nobody_is_signed_in) {
  const std::string ways[] = {"echo 'Error: databricks OAuth is not configured for this host' >&2; exit 1",
                              "echo 'Error: cache: token not found' >&2; echo planted-secret; exit 1"};
  for (const auto& way : ways) {
    config.auth_type = "";
    does(says_version("0.296.0"), way);
    const auto reason = skipped(databricks_cli);
    BOOST_TEST(holds(reason, "cannot get access token: `databricks auth token --host"), reason);
    BOOST_TEST(holds(reason, "Error: "), reason);
    config.auth_type = "databricks-cli";
    const auto text = error_text([&] { attempt(databricks_cli); });
    BOOST_TEST(holds(text, "try `databricks auth login --host " + config.host + '`'), text);
  }
}

BOOST_AUTO_TEST_CASE(t114_nothing_else_there_either) {
  does(says_version("0.296.0"), "echo 'no login' >&2; exit 1");
  const auto text = error_text([&] { databricks::detail::choose_credentials(context(), {}); });
  BOOST_TEST(holds(text, "cannot configure default credentials"), text);
  BOOST_TEST(holds(text, "databricks auth login --host"), text);
}

BOOST_AUTO_TEST_CASE(t222_scopes) {
  struct Row {
    std::vector<std::string> configured;
    std::string token;
    bool good;
  };
  const Row rows[] = {
      {{"sql", "clusters"}, jwt(R"({"scope":"clusters sql"})"), true},
      {{"sql", "clusters"}, jwt(R"({"scope":" sql  offline_access clusters "})"), true},
      {{"sql", "offline_access"}, jwt(R"({"scope":["sql"]})"), true},
      {{"sql"}, jwt(R"({"scope":["sql","jobs"]})"), false},
      {{"sql"}, jwt(R"({"scope":"all-apis"})"), false},
      {{"sql"}, jwt(R"({"scope":""})"), false},
      {{"sql"}, jwt(R"({"sub":"x"})"), true},
      {{"sql"}, jwt(R"({"scope":null})"), true},
      {{"sql"}, jwt(R"({"scope":7})"), true},
      {{"sql"}, "opaque", true},
      {{}, jwt(R"({"scope":"whatever"})"), true},
  };
  for (const auto& row : rows) {
    const auto log = std::make_shared<KeptLog>();
    config.logger = log;
    config.scopes = row.configured;
    config.auth_type = "";
    does(says_version("0.296.0"), prints(R"({"access_token":")" + row.token + R"(","expiry":"2199-01-01T00:00:00Z"})"));
    if (row.good) {
      BOOST_TEST(credentials(databricks_cli)->token({}).access_token == row.token);
      BOOST_TEST(log->text() == "");
      continue;
    }
    BOOST_TEST(holds(skipped(databricks_cli), "other scopes than the configured ones"), row.token);
    BOOST_TEST(holds(log->text(), "databricks-cli: "), log->text());
    config.auth_type = "databricks-cli";
    BOOST_TEST(holds(error_text([&] { attempt(databricks_cli); }), "databricks auth login --host"));
  }
}

BOOST_AUTO_TEST_CASE(what_looks_like_an_option_never_reaches_the_tool) {
  does(says_version("0.296.0"));
  config.profile = "--debug";
  BOOST_TEST(holds(error_text([&] { attempt(databricks_cli); }), "profile must not"));
  config.profile = "";
  config.host = "https://accounts.cloud.databricks.com";
  config.account_id = "--debug";
  BOOST_TEST(holds(error_text([&] { attempt(databricks_cli); }), "account_id must not"));
  BOOST_TEST(token_call() == "");
}

BOOST_AUTO_TEST_CASE(the_environment_is_passed_on) {
  does(says_version("0.296.0"), R"(echo "{\"access_token\":\"home is $HOME\",\"expiry\":\"2199-01-01T00:00:00Z\"}")");
  const std::string home = std::getenv("HOME") ? std::getenv("HOME") : "";
  BOOST_TEST(credentials(databricks_cli)->token({}).access_token == "home is " + home);
}

BOOST_AUTO_TEST_CASE(texts_of_versions) {
  struct Row {
    std::string text;
    std::optional<CliVersion> expected;
  };
  const Row rows[] = {{R"({"Major":0,"Minor":207,"Patch":1,"Version":"x"})", CliVersion{0, 207, 1}},
                      {"Databricks CLI v0.207.1\n", CliVersion{0, 207, 1}},
                      {"Databricks CLI v0.296.0-dev+abc", CliVersion{0, 296, 0}},
                      {R"({"Major":0,"Minor":207})", std::nullopt},
                      {R"({"Major":99999999999,"Minor":207,"Patch":1})", std::nullopt},
                      {"Databricks CLI v0.207", std::nullopt},
                      {"Databricks CLI v0.-7.1", std::nullopt},
                      {"Databricks CLI v0.99999999999.1", std::nullopt},
                      {"Version 0.18.0", std::nullopt},
                      {"{", std::nullopt},
                      {"", std::nullopt}};
  for (const auto& row : rows) BOOST_TEST((parse_cli_version(row.text) == row.expected), row.text);
  BOOST_TEST((CliVersion{0, 207, 1} > CliVersion{0, 207, 0}));
  BOOST_TEST((CliVersion{1, 0, 0} > CliVersion{0, 296, 9}));
}

BOOST_AUTO_TEST_SUITE_END()
