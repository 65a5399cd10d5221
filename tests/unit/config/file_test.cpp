// Files and profiles.
#include <boost/test/unit_test.hpp>

#include <databricks/credentials.hpp>
#include <databricks/error.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include "chosen.hpp"
#include "machine.hpp"
#include "says.hpp"

using databricks::AuthError;
using databricks::Config;
using databricks::ConfigError;
using namespace test;

BOOST_AUTO_TEST_SUITE(file)

BOOST_AUTO_TEST_CASE(t42_default_profile_is_the_fallback) {
  Machine machine;
  machine.write("[DEFAULT]\nhost = https://a.b\ntoken = t\nhttp_timeout_seconds = 12\nskip_verify = TRUE\n");
  const auto config = machine.resolve();
  BOOST_TEST(config.host == "https://a.b");
  BOOST_TEST(authorization(config) == "Bearer t");
  BOOST_TEST(config.http_timeout_seconds.value() == 12);
  BOOST_TEST(config.skip_verify.value());
  BOOST_TEST(config.profile == "");
  BOOST_TEST(config.origins->loaded_profile == "DEFAULT");
}

BOOST_AUTO_TEST_CASE(t43_a_file_that_is_not_there_is_a_reason) {
  Machine machine;
  const auto path = machine.home() + "/x";
  const auto config = machine.resolve({.config_file = path});
  BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("authentication method. Config: config_file=" + path));
  BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("; " + path + " does not exist"));
  BOOST_REQUIRE(config.origins->warnings.size() == 1);
  BOOST_TEST(contains(config.origins->warnings[0], path + " does not exist"));
  BOOST_TEST(machine.resolve().origins->warnings.empty());
}

BOOST_AUTO_TEST_CASE(a_profile_without_a_file_can_be_done_without) {
  Machine machine;
  machine.environment["DATABRICKS_CONFIG_PROFILE"] = "dev";
  machine.environment["DATABRICKS_HOST"] = "h";
  machine.environment["DATABRICKS_TOKEN"] = "t";
  auto config = machine.resolve();
  BOOST_TEST(authorization(config) == "Bearer t");
  BOOST_TEST(contains(config.origins->warnings.at(0), "profile dev"));
  machine.environment.erase("HOME");
  BOOST_TEST(contains(machine.resolve().origins->warnings.at(0), "cannot find homedir"));
}

BOOST_AUTO_TEST_CASE(t44_t46_host_or_credential_elsewhere_leaves_the_default_profile_alone) {
  for (const std::string name : {"DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_AZURE_RESOURCE_ID"}) {
    Machine machine;
    machine.environment[name] = "x";
    machine.write("[DEFAULT]\nhost = y\ntoken = y\nworkspace_id = 1\n");
    BOOST_TEST(machine.resolve().workspace_id == "", name);
  }
  Machine empty;
  empty.environment["DATABRICKS_HOST"] = "x";
  empty.write("[DEFAULT]\n");
  BOOST_CHECK_EXCEPTION(chosen(empty.resolve()), AuthError, says("cannot configure default credentials"));
}

BOOST_AUTO_TEST_CASE(t45_t60_t61_t74_silent_when_nobody_asked) {
  for (const std::string text : {"", "[DEFAULT]\n", "[__settings__]\nauth_storage = x\n", "[Default]\ntoken = t\n"}) {
    Machine machine;
    machine.write(text);
    const auto config = machine.resolve();
    BOOST_TEST(config.token == "");
    BOOST_TEST(config.origins->warnings.empty());
    BOOST_CHECK_EXCEPTION(chosen(config), AuthError, says("authentication method. Tried: "));
  }
}

BOOST_AUTO_TEST_CASE(t47_t48_explicit_profile_does_not_inherit_from_default) {
  Machine machine;
  machine.write("[DEFAULT]\nworkspace_id = 1\n[pat.with.dot]\ntoken = t\n");
  machine.environment["DATABRICKS_CONFIG_PROFILE"] = "pat.with.dot";
  const auto config = machine.resolve();
  BOOST_TEST(config.token == "t");
  BOOST_TEST(config.workspace_id == "");
  BOOST_TEST(config.profile == "pat.with.dot");
}

BOOST_AUTO_TEST_CASE(t49_t50_t51_explicit_profile_is_read_even_with_a_host) {
  Machine machine;
  machine.write("[nohost]\ntoken = planted-secret\n");
  BOOST_CHECK_EXCEPTION(chosen(machine.resolve({.profile = "nohost"})), AuthError,
                        says("authentication method. Config: token=***, profile=nohost. Tried: "));
  machine.environment["DATABRICKS_HOST"] = "x";
  BOOST_TEST(authorization(machine.resolve({.profile = "nohost"})) == "Bearer planted-secret");
  BOOST_TEST(machine.resolve({.profile = "nohost"}).host == "https://x");
  machine.environment["DATABRICKS_TOKEN"] = "t";
  BOOST_TEST(authorization(machine.resolve({.profile = "nohost"})) == "Bearer t");
  machine.environment["DATABRICKS_USERNAME"] = "u";
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "nohost"}), ConfigError, says("configured: basic and pat"));
}

BOOST_AUTO_TEST_CASE(an_overruled_profile_is_told) {
  Machine machine;
  const auto path = machine.write("[p]\nhost = a.b\ntoken = planted-secret\n[same]\ntoken = t\n");
  machine.environment["DATABRICKS_TOKEN"] = "t";
  const auto config = machine.resolve({.profile = "p"});
  BOOST_REQUIRE(config.origins->warnings.size() == 1);
  BOOST_TEST(config.origins->warnings[0] == "token of " + path +
                                                " config file, profile p is overruled by DATABRICKS_TOKEN environment "
                                                "variable");
  BOOST_TEST(machine.resolve({.profile = "same"}).origins->warnings.empty());
}

BOOST_AUTO_TEST_CASE(t52_missing_profile) {  // and a profile with zero keys
  Machine machine;
  const auto path = machine.write("[empty]\n[other]\ntoken = planted-secret\n");
  for (const std::string name : {"missing", "empty", "DEFAULT"}) {
    BOOST_CHECK_EXCEPTION(machine.resolve({.profile = name}), ConfigError,
                          says("resolve: " + path + " has no " + name + " profile configured"));
    BOOST_CHECK_EXCEPTION(machine.resolve({.profile = name}), ConfigError, says(". Config: profile=" + name));
  }
}

BOOST_AUTO_TEST_CASE(t53_corrupt_file) {
  Machine machine;
  const auto path = machine.write("[DEFAULT\nplanted-secret\n");
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "DEFAULT"}), ConfigError,
                        says("resolve: cannot parse config file: " + path + " line 1: "));
}

BOOST_AUTO_TEST_CASE(t54_t59_reserved_name) {
  Machine machine;
  const auto path = machine.write("[__settings__]\ndefault_profile = __settings__\n");
  const auto text = "resolve: " + path + ": __settings__ is a reserved section name";
  BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "__settings__"}), ConfigError, says(text));
  BOOST_CHECK_EXCEPTION(machine.resolve(), ConfigError, says(text));
}

BOOST_AUTO_TEST_CASE(t55_t56_settings_name_the_default_profile) {
  Machine machine;
  machine.write("[__settings__]\ndefault_profile = dev \n[dev]\ntoken = d\n[prod]\ntoken = p\n[DEFAULT]\ntoken = x\n");
  BOOST_TEST(machine.resolve().token == "d");
  BOOST_TEST(machine.resolve().profile == "dev");
  BOOST_TEST(machine.resolve().origins->loaded_profile == "dev");
  machine.environment["DATABRICKS_CONFIG_PROFILE"] = "prod";
  BOOST_TEST(machine.resolve().token == "p");
}

BOOST_AUTO_TEST_CASE(t57_t58_default_profile_gone_or_blank) {
  Machine gone;
  const auto path = gone.write("[__settings__]\ndefault_profile = gone\n");
  BOOST_CHECK_EXCEPTION(gone.resolve(), ConfigError, says("resolve: " + path + " has no gone profile configured"));
  for (const std::string blank : {"", "  ", "\"\""}) {
    Machine machine;
    machine.write("[__settings__]\ndefault_profile = " + blank + "\n[DEFAULT]\ntoken = x\n");
    BOOST_TEST(machine.resolve().token == "x");
  }
}

BOOST_AUTO_TEST_CASE(t62_to_t68_a_file_as_people_write_it) {
  Machine machine;
  machine.write(
      "\xef\xbb\xbf; mine\r\n[DEFAULT]\r\nHOST: https://a.b\r\nTOKEN = \"abc#def\" # note\r\nworkspace_id = 7");
  const auto config = machine.resolve();
  BOOST_TEST(config.host == "https://a.b");
  BOOST_TEST(config.token == "abc#def");
  BOOST_TEST(config.workspace_id == "7");
}

BOOST_AUTO_TEST_CASE(t69_unknown_keys_are_ignored) {
  Machine machine;
  machine.write("[DEFAULT]\nfoo = planted-secret\ntoken = t\nprofile = x\nlogger = y\n");
  const auto config = machine.resolve();
  BOOST_TEST(config.token == "t");
  BOOST_TEST(config.profile == "");
  BOOST_TEST(config.origins->warnings.empty());
  BOOST_TEST(config.origins->details.size() == 3);
  for (const auto& detail : config.origins->details) BOOST_TEST(!contains(detail, "planted-secret"));
}

BOOST_AUTO_TEST_CASE(t71_conversions_name_attribute_and_source) {
  const std::pair<std::string, std::string> bad[] = {
      {"http_timeout_seconds", "abc"},         {"http_timeout_seconds", "1.5"}, {"retry_timeout_seconds", "10s"},
      {"http_timeout_seconds", "99999999999"}, {"skip_verify", "yes please"},   {"skip_verify", "2"}};
  for (const auto& [key, value] : bad) {
    Machine machine;
    const auto path = machine.write("[dev]\ntoken = planted-secret\n" + key + " = " + value + "\n");
    BOOST_CHECK_EXCEPTION(machine.resolve({.profile = "dev"}), ConfigError,
                          says(key + " from " + path + " config file, profile dev must be "));
  }
  for (const std::string word : {"0", "f", "F", "FALSE", "false", "False"}) {
    Machine machine;
    machine.write("[DEFAULT]\nskip_verify = " + word + "\nretry_timeout_seconds = -1\n");
    BOOST_TEST(machine.resolve().skip_verify.value() == false);
    BOOST_TEST(machine.resolve().retry_timeout_seconds.value() == -1);
  }
}

BOOST_AUTO_TEST_CASE(t74_files_that_can_not_be_read) {
  Machine machine;
  BOOST_CHECK_EXCEPTION(machine.resolve({.config_file = machine.home()}), ConfigError,
                        says("can't read " + machine.home() + ", it is a directory"));
  BOOST_CHECK_EXCEPTION(machine.resolve({.config_file = "/dev/zero"}), ConfigError, says("too long"));
  BOOST_CHECK_NO_THROW(machine.resolve({.config_file = "/dev/null"}));
  const auto path = machine.write("[DEFAULT]\ntoken = planted-secret\n");
  chmod(path.c_str(), 0);
  if (geteuid() == 0) return;  // may read everything
  BOOST_CHECK_EXCEPTION(machine.resolve(), ConfigError, says("can't read " + path));
}

BOOST_AUTO_TEST_CASE(t75_home_directory) {
  Machine machine;
  const auto path = machine.write("[DEFAULT]\ntoken = t\n", "other");
  machine.environment["DATABRICKS_CONFIG_FILE"] = path;
  BOOST_TEST(machine.resolve().token == "t");
  machine.environment["DATABRICKS_CONFIG_FILE"] = "~/other";
  BOOST_TEST(machine.resolve().token == "t");
  machine.environment.erase("HOME");
  BOOST_CHECK_EXCEPTION(machine.resolve(), ConfigError, says("cannot find homedir: HOME is not set"));
  machine.environment.erase("DATABRICKS_CONFIG_FILE");
  BOOST_CHECK_NO_THROW(machine.resolve());
}

BOOST_AUTO_TEST_CASE(t76_keys_of_other_sdks) {
  Machine machine;
  machine.write("[a]\naudience = x\n[b]\ntoken_audience = y\naudience = x\n[c]\ndatabricks_id_token_filepath = /f\n");
  BOOST_TEST(machine.resolve({.profile = "a"}).token_audience == "x");
  BOOST_TEST(machine.resolve({.profile = "b"}).token_audience == "y");
  BOOST_TEST(machine.resolve({.profile = "c"}).oidc_token_filepath == "/f");
}

BOOST_AUTO_TEST_SUITE_END()
