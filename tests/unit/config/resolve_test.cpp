// Precedence, profiles and conversions.
#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

#include "machine.hpp"

using databricks::Config;
using databricks::ConfigError;
using test::Machine;

namespace {

auto says(std::string part, std::string never = "\x01") {
  return [part, never](const ConfigError& error) {
    const std::string text = error.what();
    BOOST_TEST_MESSAGE(text);
    return text.find(part) != std::string::npos && text.find(never) == std::string::npos;
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resolve)

BOOST_AUTO_TEST_CASE(nothing_set_is_no_error) {
  Machine machine;
  const auto config = machine.resolve();
  BOOST_TEST(config.host == "");
  BOOST_TEST(config.token == "");
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

BOOST_AUTO_TEST_CASE(default_profile_is_the_fallback) {  // 42
  Machine machine;
  machine.write("[DEFAULT]\nhost = https://a.b\ntoken = t\nhttp_timeout_seconds = 12\nskip_verify = TRUE\n");
  const auto config = machine.resolve();
  BOOST_TEST(config.host == "https://a.b");
  BOOST_TEST(config.token == "t");
  BOOST_TEST(config.http_timeout_seconds.value() == 12);
  BOOST_TEST(config.skip_verify.value());
  BOOST_TEST(config.profile == "");
}

BOOST_AUTO_TEST_CASE(host_or_credential_elsewhere_leaves_the_default_profile_alone) {  // 44
  for (const std::string name : {"DATABRICKS_HOST", "DATABRICKS_TOKEN"}) {
    Machine machine;
    machine.environment[name] = "x";
    machine.write("[DEFAULT]\nhost = y\ntoken = y\nworkspace_id = 1\n");
    BOOST_TEST(machine.resolve().workspace_id == "");
  }
}

BOOST_AUTO_TEST_CASE(empty_variables_are_unset) {  // 18, 19
  Machine machine;
  machine.environment["DATABRICKS_HOST"] = "";
  machine.environment["DATABRICKS_TOKEN"] = "";
  machine.write("[DEFAULT]\nhost = y\ntoken = t\n");
  BOOST_TEST(machine.resolve().host == "https://y");
}

BOOST_AUTO_TEST_CASE(explicit_profile_does_not_inherit_from_default) {  // 47, 48
  Machine machine;
  machine.write("[DEFAULT]\nworkspace_id = 1\n[pat.with.dot]\ntoken = t\n");
  machine.environment["DATABRICKS_CONFIG_PROFILE"] = "pat.with.dot";
  const auto config = machine.resolve();
  BOOST_TEST(config.token == "t");
  BOOST_TEST(config.workspace_id == "");
  BOOST_TEST(config.profile == "pat.with.dot");
}

BOOST_AUTO_TEST_CASE(explicit_profile_is_read_even_with_a_host) {  // 50
  Machine machine;
  machine.environment["DATABRICKS_HOST"] = "x";
  machine.write("[nohost]\ntoken = t\n");
  const auto config = machine.resolve({.profile = "nohost"});
  BOOST_TEST(config.host == "https://x");
  BOOST_TEST(config.token == "t");
}

BOOST_AUTO_TEST_CASE(missing_profile) {  // 52, explicit profile with zero keys
  Machine machine;
  const auto path = machine.write("[empty]\n[other]\ntoken = secret\n");
  for (const std::string name : {"missing", "empty", "DEFAULT"}) {
    BOOST_CHECK_EXCEPTION(machine.resolve({.profile = name}), ConfigError,
                          says("resolve: " + path + " has no " + name + " profile configured", "secret"));
  }
}

BOOST_AUTO_TEST_CASE(missing_file) {  // 43
  Machine machine;
  BOOST_CHECK_NO_THROW(machine.resolve());
  BOOST_CHECK_NO_THROW(machine.resolve({.config_file = "/nowhere/x"}));
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "dev"}), ConfigError, says("profile dev"));
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "dev"}), ConfigError, says(machine.home() + "/.databrickscfg"));
  BOOST_CHECK_NO_THROW(machine.resolve({.host = "h", .token = "t", .profile = "dev"}));
}

BOOST_AUTO_TEST_CASE(silent_when_nobody_asked) {  // 45, 60, 61, 74
  for (const std::string text : {"", "[DEFAULT]\n", "[__settings__]\nauth_storage = x\n", "[Default]\ntoken = t\n"}) {
    Machine machine;
    machine.write(text);
    BOOST_TEST(machine.resolve().token == "");
  }
}

BOOST_AUTO_TEST_CASE(settings_name_the_default_profile) {  // 55 to 59
  Machine machine;
  machine.write("[__settings__]\ndefault_profile = dev \n[dev]\ntoken = d\n[prod]\ntoken = p\n[DEFAULT]\ntoken = x\n");
  BOOST_TEST(machine.resolve().token == "d");
  BOOST_TEST(machine.resolve().profile == "dev");
  machine.environment["DATABRICKS_CONFIG_PROFILE"] = "prod";
  BOOST_TEST(machine.resolve().token == "p");
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "__settings__"}), ConfigError,
                        says("__settings__ is a reserved section name"));
  Machine gone;
  gone.write("[__settings__]\ndefault_profile = gone\n");
  BOOST_CHECK_EXCEPTION(gone.resolve(), ConfigError, says("has no gone profile configured"));
  Machine blank;
  blank.write("[__settings__]\ndefault_profile =  \n[DEFAULT]\ntoken = x\n");
  BOOST_TEST(blank.resolve().token == "x");
}

BOOST_AUTO_TEST_CASE(file_elsewhere) {  // 74, 75
  Machine machine;
  const auto path = machine.write("[DEFAULT]\ntoken = t\n", "other");
  machine.environment["DATABRICKS_CONFIG_FILE"] = path;
  BOOST_TEST(machine.resolve().token == "t");
  machine.environment["DATABRICKS_CONFIG_FILE"] = "~/other";
  BOOST_TEST(machine.resolve().token == "t");
  machine.environment.erase("HOME");
  BOOST_CHECK_EXCEPTION(machine.resolve(), ConfigError, says("home directory"));
  machine.environment["DATABRICKS_CONFIG_FILE"] = machine.home();
  BOOST_CHECK_EXCEPTION(machine.resolve(), ConfigError, says(machine.home()));
}

BOOST_AUTO_TEST_CASE(conversions_name_attribute_and_source) {  // 71
  const std::pair<std::string, std::string> bad[] = {
      {"http_timeout_seconds", "abc"},         {"http_timeout_seconds", "1.5"}, {"retry_timeout_seconds", "10s"},
      {"http_timeout_seconds", "99999999999"}, {"skip_verify", "yes please"},   {"skip_verify", "2"}};
  for (const auto& [key, value] : bad) {
    Machine machine;
    const auto path = machine.write("[dev]\ntoken = secret\n" + key + " = " + value + "\n");
    BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "dev"}), ConfigError,
                          says(key + " from profile dev of " + path + " must be ", "secret"));
  }
  for (const std::string word : {"0", "f", "F", "FALSE", "false", "False"}) {
    Machine machine;
    machine.write("[DEFAULT]\nskip_verify = " + word + "\nretry_timeout_seconds = -1\n");
    BOOST_TEST(machine.resolve().skip_verify.value() == false);
    BOOST_TEST(machine.resolve().retry_timeout_seconds.value() == -1);
  }
}

BOOST_AUTO_TEST_CASE(browser_address_fills_ids) {  // 80, 84
  Machine machine;
  const auto config = machine.resolve({.host = "https://a.b/?o=123&account_id=A", .account_id = "B"});
  BOOST_TEST(config.host == "https://a.b");
  BOOST_TEST(config.workspace_id == "123");
  BOOST_TEST(config.account_id == "B");
}

BOOST_AUTO_TEST_CASE(attributes_are_data) {
  bool token_is_secret = false;
  for (const auto& attribute : databricks::config_attributes()) {
    BOOST_TEST(!attribute.name.empty());
    if (attribute.name == "token") token_is_secret = attribute.secret && attribute.environment == "DATABRICKS_TOKEN";
  }
  BOOST_TEST(token_is_secret);
}

BOOST_AUTO_TEST_SUITE_END()
