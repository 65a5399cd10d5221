// Which value wins, what conflicts, and what errors say about it.
#include <boost/test/unit_test.hpp>

#include <databricks/credentials.hpp>
#include <databricks/error.hpp>

#include "chosen.hpp"
#include "config/advice.hpp"
#include "machine.hpp"
#include "says.hpp"

using databricks::AuthError;
using databricks::Config;
using databricks::ConfigError;
using namespace test;

namespace {

const std::string kGeneric =
    "default auth: cannot configure default credentials, please check "
    "https://docs.databricks.com/en/dev-tools/auth.html#databricks-client-unified-authentication to configure "
    "credentials for your preferred authentication method";

using Environment = std::map<std::string, std::string>;

void refuses(const Environment& environment, const Config& config, const std::string& part) {
  const Machine machine(environment);
  BOOST_CHECK_EXCEPTION(machine.resolve(config), ConfigError, says(part));
}

void finds_nothing(const Environment& environment, const Config& config, const std::string& suffix) {
  const Machine machine(environment);
  BOOST_CHECK_EXCEPTION(chosen(machine.resolve(config)), AuthError, says(kGeneric + suffix + ". Tried: pat: "));
}

void chooses(const Environment& environment, const Config& config, const std::string& auth_type,
             const std::string& host) {
  const Machine machine(environment);
  const auto resolved = machine.resolve(config);
  BOOST_TEST(chosen(resolved)->auth_type() == auth_type);
  BOOST_TEST(resolved.host == host);
}

const Environment kThree = {
    {"DATABRICKS_TOKEN", "planted-secret"}, {"DATABRICKS_USERNAME", "x"}, {"DATABRICKS_PASSWORD", "planted-secret"}};
const Environment kBasic = {{"DATABRICKS_USERNAME", "x"}, {"DATABRICKS_PASSWORD", "planted-secret"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(resolve)

BOOST_AUTO_TEST_CASE(t1_nothing_set) {
  finds_nothing({}, {}, "");
  BOOST_TEST(Machine().resolve().host == "");
}

BOOST_AUTO_TEST_CASE(t2_host_only) {
  finds_nothing({{"DATABRICKS_HOST", "x"}}, {}, ". Config: host=https://x. Env: DATABRICKS_HOST");
}

BOOST_AUTO_TEST_CASE(t3_token_only) {
  finds_nothing({{"DATABRICKS_TOKEN", "planted-secret"}}, {}, ". Config: token=***. Env: DATABRICKS_TOKEN");
}

BOOST_AUTO_TEST_CASE(t4_host_and_token_of_the_environment) {
  const Machine machine(Environment{{"DATABRICKS_HOST", "x"}, {"DATABRICKS_TOKEN", "x"}});
  const auto config = machine.resolve();
  BOOST_TEST(config.host == "https://x");
  BOOST_TEST(authorization(config) == "Bearer x");
  BOOST_TEST(chosen(config)->auth_type() == "pat");
}

BOOST_AUTO_TEST_CASE(t5_sources_may_mix) {
  chooses({{"DATABRICKS_TOKEN", "x"}}, {.host = "https://x"}, "pat", "https://x");
}

BOOST_AUTO_TEST_CASE(t6_basic_without_a_host) {
  finds_nothing(kBasic, {}, ". Config: username=x, password=***. Env: DATABRICKS_USERNAME, DATABRICKS_PASSWORD");
}

BOOST_AUTO_TEST_CASE(t7_t8_t9_t10_basic_from_anywhere) {
  auto with_host = kBasic;
  with_host["DATABRICKS_HOST"] = "x";
  chooses(with_host, {}, "basic", "https://x");
  chooses(with_host, {.host = "y"}, "basic", "https://y");
  chooses({{"DATABRICKS_PASSWORD", "p"}}, {.host = "y", .username = "x"}, "basic", "https://y");
  chooses({}, {.host = "y", .username = "x", .password = "p"}, "basic", "https://y");
  BOOST_TEST(authorization(Machine().resolve({.host = "y", .username = "x", .password = "p"})) == "Basic eDpw");
}

BOOST_AUTO_TEST_CASE(t11_conflict_names_methods_attributes_and_sources) {
  refuses(kThree, {.host = "x"},
          "validate: more than one authorization method configured: basic and pat. They come from username "
          "(DATABRICKS_USERNAME environment variable), password (DATABRICKS_PASSWORD environment variable), token "
          "(DATABRICKS_TOKEN environment variable). Set auth_type to the one that is meant, or unset the others. "
          "Config: host=x, token=***, username=x, password=***. Env: DATABRICKS_TOKEN, DATABRICKS_USERNAME, "
          "DATABRICKS_PASSWORD");
}

BOOST_AUTO_TEST_CASE(t12_t13_auth_type_settles_a_conflict) {
  auto with_type = kThree;
  with_type["DATABRICKS_AUTH_TYPE"] = "basic";
  chooses(with_type, {.host = "x"}, "basic", "https://x");
  chooses(with_type, {.host = "x", .auth_type = "pat"}, "pat", "https://x");
}

BOOST_AUTO_TEST_CASE(t14_t15_t16_t29_more_conflicts) {
  refuses({}, {.token = "planted-secret", .azure_workspace_resource_id = "/sub"}, "configured: azure and pat");
  refuses({{"DATABRICKS_USERNAME", "x"}}, {.host = "x", .azure_workspace_resource_id = "/sub"},
          "configured: azure and basic");
  auto with_google = kThree;
  with_google["GOOGLE_CREDENTIALS"] = "planted-secret";
  refuses(with_google, {.host = "x"}, "configured: basic and google and pat");
  refuses({{"DATABRICKS_CLIENT_ID", "c"}}, {.host = "x", .token = "planted-secret"},
          "configured: oauth and pat. They come from client_id (DATABRICKS_CLIENT_ID environment variable), token "
          "(dynamic configuration)");
}

BOOST_AUTO_TEST_CASE(t17_an_empty_argument_is_no_method) {
  chooses(kBasic, {.host = "x", .token = ""}, "basic", "https://x");
}

BOOST_AUTO_TEST_CASE(t18_t19_empty_variables_are_unset) {
  finds_nothing({{"DATABRICKS_TOKEN", ""}}, {}, "");
  Machine machine;
  machine.environment["DATABRICKS_HOST"] = "";
  machine.environment["DATABRICKS_TOKEN"] = "";
  machine.write("[DEFAULT]\nhost = y\ntoken = t\n");
  BOOST_TEST(machine.resolve().host == "https://y");
}

BOOST_AUTO_TEST_CASE(t20_the_argument_wins_and_the_variable_is_named) {
  Machine machine;
  machine.environment["DATABRICKS_TOKEN"] = "from-environment";
  const auto config = machine.resolve({.host = "x", .token = "from-argument"});
  BOOST_TEST(config.token == "from-argument");
  BOOST_TEST(databricks::configuration_advice(config) == ". Config: host=https://x, token=***. Env: DATABRICKS_TOKEN");
}

BOOST_AUTO_TEST_CASE(t21_false_is_not_configured) {
  chooses({{"ARM_USE_MSI", "false"}}, {.host = "x", .token = "t"}, "pat", "https://x");
  refuses({{"ARM_USE_MSI", "T"}}, {.host = "x", .token = "t"}, "configured: azure and pat");
}

BOOST_AUTO_TEST_CASE(t22_t23_t24_bad_values_name_attribute_and_variable) {
  refuses({{"ARM_USE_MSI", "maybe"}}, {},
          "azure_use_msi from ARM_USE_MSI environment variable must be true or false, not \"maybe\". Env: ARM_USE_MSI");
  refuses({{"DATABRICKS_RATE_LIMIT", "abc"}}, {}, "rate_limit from DATABRICKS_RATE_LIMIT environment variable must be");
  refuses({{"DATABRICKS_RATE_LIMIT", "99999999999"}}, {}, "a whole number below 2147483648, not \"99999999999\"");
  for (const std::string bad : {"1.5", "+1", "1 2", "0x10", "-2147483649", "1e3"}) {
    refuses({{"DATABRICKS_RATE_LIMIT", bad}}, {}, "DATABRICKS_RATE_LIMIT");
  }
  // What is that long is no slip: it may be a token in the wrong place.
  refuses({{"DATABRICKS_RATE_LIMIT", "dapi-planted-secret-planted-secret-planted-secret"}}, {}, "a text of 49 bytes");
  BOOST_TEST(Machine(Environment{{"DATABRICKS_RATE_LIMIT", " 7\t"}}).resolve().rate_limit.value() == 7);
}

BOOST_AUTO_TEST_CASE(t25_t26_unknown_auth_types) {
  for (const std::string name : {"nonsense", "PAT"}) {
    const auto config = Machine().resolve({.host = "x", .token = "planted-secret", .auth_type = name});
    BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("auth type \"" + name + "\" not found"));
    BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says(". Config: host=https://x, token=***, auth_type=" + name));
  }
}

BOOST_AUTO_TEST_CASE(t27_auth_type_without_what_it_needs) {
  const auto config =
      Machine().resolve({.host = "x", .auth_type = "pat", .username = "u", .password = "planted-secret"});
  BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("pat: token is "));
  BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("password=***, auth_type=pat"));
}

BOOST_AUTO_TEST_CASE(t30_client_id_goes_with_an_identity_token) {
  Machine machine;
  const Config exchange{.host = "x", .oidc_token_filepath = "/token", .client_id = "c"};
  BOOST_CHECK_NO_THROW(machine.resolve(exchange));
  BOOST_CHECK_NO_THROW(machine.resolve({.host = "x", .oidc_token_env = "TOKEN", .client_id = "c"}));
  auto with_secret = exchange;
  with_secret.client_secret = "planted-secret";
  BOOST_CHECK_EXCEPTION(machine.resolve(with_secret), ConfigError, says("configured: file-oidc and oauth"));
  auto with_token = exchange;
  with_token.token = "planted-secret";
  BOOST_CHECK_EXCEPTION(machine.resolve(with_token), ConfigError, says("configured: file-oidc and pat"));
}

BOOST_AUTO_TEST_CASE(t35_t36_t37_advice_of_refused_calls) {
  const Config config = Machine().resolve({.host = "http://localhost", .auth_type = "noop"});
  BOOST_TEST(databricks::configuration_advice(config) == ". Config: host=http://localhost, auth_type=noop");
  BOOST_TEST(databricks::without_final_dots("nope...") == "nope");
}

BOOST_AUTO_TEST_CASE(t38_scopes) {
  const std::vector<std::string> expected{"a", "b", "c"};
  Machine machine;
  machine.write("[p]\nscopes = a,b , c a\n[empty]\nscopes = ,\nhost = x\n");
  BOOST_TEST(machine.resolve({.profile = "p"}).scopes == expected);
  BOOST_TEST(machine.resolve({.scopes = {"c", "a", "b", "a"}}).scopes == expected);
  BOOST_TEST(machine.resolve({.scopes = {"b a", "c,a"}}).scopes == expected);
  BOOST_TEST(machine.resolve({.profile = "empty"}).scopes.empty());
  BOOST_TEST(machine.resolve({.scopes = {""}}).scopes.empty());
}

BOOST_AUTO_TEST_CASE(t39_parse_dsn) {
  Machine machine;
  const auto config = machine.resolve(databricks::parse_dsn("databricks://u:p@h?auth_type=basic"));
  BOOST_TEST(config.host == "https://h");
  BOOST_TEST(authorization(config) == "Basic dTpw");
  for (const std::string bad : {"http://u:planted-secret@h", "", "h", "databricks:/h", "u:planted-secret@://h"}) {
    BOOST_CHECK_EXCEPTION(databricks::parse_dsn(bad), ConfigError, says("Expected databricks:// scheme, got "));
  }
  BOOST_CHECK_EXCEPTION(databricks::parse_dsn("http://h"), ConfigError, says("got http://"));
  const auto decoded =
      databricks::parse_dsn("databricks://a%40b:p%2Fq@h:8443/x?scopes=b,a&nonsense=1&debug_headers=1#z");
  BOOST_TEST(decoded.username == "a@b");
  BOOST_TEST(decoded.password == "p/q");
  BOOST_TEST(decoded.host == "https://h:8443");
  BOOST_TEST((decoded.scopes == std::vector<std::string>{"a", "b"}));
  BOOST_TEST(decoded.debug_headers.value());
  BOOST_CHECK_EXCEPTION(databricks::parse_dsn("databricks://h?rate_limit=x"), ConfigError, says("rate_limit from DSN"));
  BOOST_TEST(databricks::parse_dsn("databricks://").host == "");
}

BOOST_AUTO_TEST_CASE(arguments_beat_environment_beats_file) {
  Machine machine;
  machine.environment["DATABRICKS_TOKEN"] = "from-environment";
  machine.environment["DATABRICKS_ACCOUNT_ID"] = "from-environment";
  machine.write("[a]\nhost = file\ntoken = from-file\naccount_id = from-file\nworkspace_id = from-file\n");
  const auto config = machine.resolve({.token = "from-argument", .profile = "a"});
  BOOST_TEST(config.host == "https://file");
  BOOST_TEST(config.token == "from-argument");
  BOOST_TEST(config.account_id == "from-environment");
  BOOST_TEST(config.workspace_id == "from-file");
}

BOOST_AUTO_TEST_CASE(an_explicit_false_is_not_overruled) {
  const Machine machine(Environment{{"DATABRICKS_DEBUG_HEADERS", "true"}, {"DATABRICKS_RATE_LIMIT", "7"}});
  const auto config = machine.resolve({.rate_limit = 0, .debug_headers = false});
  BOOST_TEST(!config.debug_headers.value());
  BOOST_TEST(config.rate_limit.value() == 0);
}

BOOST_AUTO_TEST_CASE(names_of_other_sdks) {
  BOOST_TEST(Machine(Environment{{"TOKEN_AUDIENCE", "a"}}).resolve().token_audience == "a");
  BOOST_TEST(Machine(Environment{{"DATABRICKS_OIDC_TOKEN_FILE", "/f"}}).resolve().oidc_token_filepath == "/f");
  const Machine both(Environment{{"DATABRICKS_OIDC_TOKEN_FILE", "/f"}, {"DATABRICKS_OIDC_TOKEN_FILEPATH", "/g"}});
  BOOST_TEST(both.resolve().oidc_token_filepath == "/g");
  const Machine other(Environment{{"DATABRICKS_OIDC_TOKEN_FILE", "/f"}});
  BOOST_TEST(databricks::configuration_advice(other.resolve()) ==
             ". Config: oidc_token_filepath=/f. Env: DATABRICKS_OIDC_TOKEN_FILE");
}

BOOST_AUTO_TEST_CASE(azure_login_app_id_is_without_effect) {
  const Machine machine(Environment{{"DATABRICKS_AZURE_LOGIN_APP_ID", "x"}});
  machine.write("[p]\nazure_login_app_id = x\nhost = h\ntoken = t\n");
  BOOST_TEST(chosen(machine.resolve({.profile = "p"}))->auth_type() == "pat");
}

BOOST_AUTO_TEST_CASE(resolving_twice_changes_nothing) {
  Machine machine;
  machine.environment["DATABRICKS_CLOUD"] = "azure";
  const auto path = machine.write("[p]\nhost = https://a.b/x?o=1\ntoken = planted-secret\nscopes = b a\n");
  const auto once = machine.resolve({.profile = "p"});
  const auto twice = machine.resolve(once);
  const auto first = databricks::explain(once);
  const auto second = databricks::explain(twice);
  BOOST_REQUIRE(first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    BOOST_TEST(first[i].name == second[i].name);
    BOOST_TEST(first[i].value == second[i].value);
    BOOST_TEST(first[i].source == second[i].source, first[i].name);
  }
  BOOST_TEST(twice.origins->warnings.size() == once.origins->warnings.size());
  BOOST_TEST(twice.origins->loaded_profile == "p");
}

BOOST_AUTO_TEST_CASE(browser_address_fills_ids) {  // 80, 84
  Machine machine;
  const auto config = machine.resolve({.host = "https://a.b/browse?o=123&account_id=A", .account_id = "B"});
  BOOST_TEST(config.host == "https://a.b");
  BOOST_TEST(config.workspace_id == "123");
  BOOST_TEST(config.account_id == "B");
  BOOST_TEST(config.origins->warnings.size() == 1);
}

BOOST_AUTO_TEST_CASE(t90_errors_do_not_show_what_is_in_an_address) {
  refuses({{"DATABRICKS_HOST", "https://u:planted-secret@a.b"}}, {}, "Config: host=https://a.b. Env: DATABRICKS_HOST");
  refuses({{"DATABRICKS_DISCOVERY_URL", "https://u:planted-secret@a.b/x?y=planted-secret"}}, {.host = "ftp://x"},
          "discovery_url=https://a.b/x");
}

BOOST_AUTO_TEST_CASE(t165_the_alias_of_the_token_file) {
  Machine machine({{"DATABRICKS_HOST", "https://a.b"}, {"DATABRICKS_OIDC_TOKEN_FILE", "/alias"}});
  BOOST_TEST(machine.resolve().oidc_token_filepath == "/alias");
  machine.environment["DATABRICKS_OIDC_TOKEN_FILEPATH"] = "/canonical";
  BOOST_TEST(machine.resolve().oidc_token_filepath == "/canonical");
  Config given;
  given.oidc_token_filepath = "/argument";
  BOOST_TEST(machine.resolve(given).oidc_token_filepath == "/argument");
}

BOOST_AUTO_TEST_SUITE_END()
