// Which method is chosen, and what is said when none is.
#include "auth/chain.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include "../tokens/rig.hpp"
#include "temporary_directory.hpp"

using namespace test;
using databricks::AuthError;
using databricks::Config;
using databricks::detail::chain;
using databricks::detail::choose_credentials;

namespace {

// A folder for PATH with programs that are shell scripts.
struct Programs : TemporaryDirectory {
  void add(const std::string& name, const std::string& script) const {
    ::chmod(write(name, "#!/bin/sh\n" + script + '\n').c_str(), 0700);
  }
};

Config isolated(const Programs& programs, std::map<std::string, std::string> environment = {}) {
  environment["PATH"] = programs.folder();
  environment["HOME"] = programs.folder();
  Config config;
  config.environment = [environment](std::string_view name) -> std::optional<std::string> {
    const auto found = environment.find(std::string(name));
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  config.host_metadata = [](std::string_view) { return std::string(); };
  return config;
}

// Nothing but loopback can be reached.
class NoTransport final : public databricks::Transport {
 public:
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits&,
                                databricks::ByteSink*) override {
    throw databricks::TransportError(databricks::TransportFault::permanent, databricks::TransportPhase::connect,
                                     request.origin + " is not there");
  }
};

databricks::detail::AuthContextPtr context_of(const Config& config) {
  const auto nowhere = std::make_shared<NoTransport>();
  return databricks::detail::auth_context(config, nowhere, nowhere);
}

std::string failure_of(const Config& config) {
  try {
    choose_credentials(context_of(config), {});
  } catch (const AuthError& error) {
    return error.what();
  }
  BOOST_FAIL("credentials were found");
  return {};
}

constexpr std::string_view kGeneric =
    "default auth: cannot configure default credentials, please check "
    "https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication to configure "
    "credentials for your preferred authentication method";

}  // namespace

BOOST_AUTO_TEST_SUITE(choosing)

BOOST_AUTO_TEST_CASE(order_of_the_methods) {
  const std::vector<std::string_view> expected = {"pat",
                                                  "basic",
                                                  "metadata-service",
                                                  "oauth-m2m",
                                                  "env-oidc",
                                                  "file-oidc",
                                                  "github-oidc",
                                                  "azure-devops-oidc",
                                                  "azure-msi",
                                                  "azure-client-secret",
                                                  "github-oidc-azure",
                                                  "azure-cli",
                                                  "google-credentials",
                                                  "google-id",
                                                  "databricks-cli",
                                                  "runtime-oauth",
                                                  "runtime",
                                                  "model-serving"};
  std::vector<std::string_view> found;
  for (const auto& entry : chain()) {
    if (entry.auth_type != "external-browser") found.push_back(entry.auth_type);
  }
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(t112_every_method_gives_its_reason) {
  const Programs programs;
  for (const std::string host : {"https://adb-1.azuredatabricks.net", "https://a.cloud.databricks.com"}) {
    auto config = isolated(programs);
    const auto logger = std::make_shared<KeptLog>(databricks::LogLevel::debug);
    config.host = host;
    config.logger = logger;
    const auto text = failure_of(config);
    BOOST_TEST(text.starts_with(kGeneric), text);
    for (const auto& entry : chain()) {
      const auto reason = ' ' + std::string(entry.auth_type) + ": ";
      BOOST_TEST(holds(text, reason), text);
      BOOST_TEST(!holds(text, reason + ';'), text);
      BOOST_TEST(holds(logger->text(), "skipped" + reason));
    }
    BOOST_TEST(holds(text, "token is required (DATABRICKS_TOKEN)"));
    BOOST_TEST(holds(text, "client_id is required"));
  }
}

BOOST_AUTO_TEST_CASE(t113_a_refused_secret_ends_the_chain) {
  const Programs programs;
  const auto started = programs.folder() + "/started";
  for (const auto* name : {"databricks", "az"}) programs.add(name, ": >" + started);
  Rig rig([](const Recorded&, int) { return Answer{.status = 401, .body = R"({"error":"invalid_client"})"}; });
  auto config = isolated(programs);
  config.host = rig.server.host();
  config.client_id = "id";
  config.client_secret = "planted-secret";
  const auto transport = databricks::http_transport();
  const auto run = [&] {
    choose_credentials(databricks::detail::auth_context(config, transport, transport), {})->headers({});
  };
  BOOST_CHECK_EXCEPTION(run(), AuthError, [](const auto& error) {
    return holds(error.what(), "oauth-m2m: ") && holds(error.what(), "invalid_client") &&
           !holds(error.what(), "planted-secret");
  });
  BOOST_TEST(!std::filesystem::exists(started));
}

BOOST_AUTO_TEST_CASE(t114_a_cli_that_is_not_logged_in_is_one_of_the_reasons) {
  const Programs programs;
  programs.add("databricks", "echo 'databricks OAuth is not configured for this host' >&2; exit 1");
  auto config = isolated(programs);
  config.host = "https://a.cloud.databricks.com";
  const auto text = failure_of(config);
  BOOST_TEST(text.starts_with(kGeneric), text);
  BOOST_TEST(holds(text, "databricks-cli: "));
}

BOOST_AUTO_TEST_CASE(t115_a_runtime_without_a_hook_is_skipped) {
  const Programs programs;
  auto config = isolated(programs, {{"DATABRICKS_RUNTIME_VERSION", "15.4"}});
  config.host = "https://a.cloud.databricks.com";
  const auto text = failure_of(config);
  BOOST_TEST(text.starts_with(kGeneric), text);
  BOOST_TEST(holds(text, " runtime: "));
}

BOOST_AUTO_TEST_CASE(t116_no_browser_unless_asked_for) {
  const Programs programs;
  const auto started = programs.folder() + "/started";
  for (const auto* name : {"xdg-open", "browser", "open"}) programs.add(name, ": >" + started);
  const std::string path = std::getenv("PATH");
  setenv("PATH", (programs.folder() + ':' + path).c_str(), 1);
  auto config = isolated(programs, {{"BROWSER", "browser"}});
  config.host = "https://a.cloud.databricks.com";
  BOOST_TEST(failure_of(config).starts_with(kGeneric));
  setenv("PATH", path.c_str(), 1);
  BOOST_TEST(!std::filesystem::exists(started));
}

BOOST_AUTO_TEST_CASE(t117_the_winner_names_the_auth_type) {
  const Programs programs;
  const std::pair<Config, std::string> rows[] = {
      {{.token = "t"}, "pat"},
      {{.username = "u", .password = "p"}, "basic"},
      {{.client_id = "i", .client_secret = "s"}, "oauth-m2m"},
      {{.token = "t", .username = "u", .password = "p"}, "pat"},
      {{.token = "t", .auth_type = "basic", .username = "u", .password = "p"}, "basic"},
  };
  for (const auto& [given, winner] : rows) {
    auto config = given;
    config.host = "https://a.b";
    config.environment = isolated(programs).environment;
    BOOST_TEST(choose_credentials(context_of(config), {})->auth_type() == winner);
  }
}

BOOST_AUTO_TEST_CASE(only_the_named_method_is_tried) {
  const Programs programs;
  auto config = isolated(programs);
  config.host = "https://a.b";
  config.token = "planted-secret";
  config.client_id = "id";
  config.auth_type = "oauth-m2m";
  const auto text = failure_of(config);
  BOOST_TEST(text.starts_with(kGeneric), text);
  BOOST_TEST(holds(text, "Tried: oauth-m2m: client_secret is required"), text);
  config.auth_type = "pats";
  const auto unknown = failure_of(config);
  BOOST_TEST(unknown.starts_with("auth type \"pats\" not found, please check https://docs."), unknown);
  BOOST_TEST(holds(unknown, " for a list of supported auth types. Config: host=https://a.b, "), unknown);
  config.auth_type = "pat";
  config.host.clear();
  BOOST_TEST(holds(failure_of(config), "pat: host is required for PAT authentication"));
}

BOOST_AUTO_TEST_SUITE_END()
