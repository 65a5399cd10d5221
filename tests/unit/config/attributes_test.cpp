// The table of attributes, its described twin, its page of documentation, and explanations made from it.
#include "config/attributes.hpp"

#include <boost/test/unit_test.hpp>

#include <boost/describe/members.hpp>
#include <databricks/client.hpp>
#include <databricks/config_describe.hpp>
#include <databricks/credentials.hpp>

#include <algorithm>
#include <set>

#include "auth/chain.hpp"
#include "chosen.hpp"
#include "machine.hpp"
#include "read_file.hpp"
#include "says.hpp"

using namespace databricks;
using namespace test;

namespace {

template <template <class...> class L, class... D>
std::vector<std::pair<std::string, ConfigMember>> members_of(L<D...>) {
  return {{D::name, D::pointer}...};
}

std::string page() { return read_file(CONFIGURATION_PAGE); }

std::string code(std::string_view text) { return text.empty() ? "" : '`' + std::string(text) + '`'; }
std::string also(std::string_view first, std::string_view second) {
  return code(first) + (second.empty() ? "" : ", " + code(second));
}

// The page's row of an attribute.
std::string page_row(const AttributeRow& row) {
  const auto& a = row.attribute;
  const auto secret = a.secret ? std::string(" Secret.") : "";
  const auto in_file = row.in_file ? "" : " Not in the file.";
  return "| " + also(a.name, a.file_alias) + " | " + also(a.environment, a.environment_alias) + " | " +
         std::string(a.default_value) + " | " + std::string(a.documentation) + "." + secret + in_file + " |\n";
}

ConfigValue value_of(const Config& config, const std::string& name) {
  for (auto& value : explain(config)) {
    if (value.name == name) return value;
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attributes)

BOOST_AUTO_TEST_CASE(table_and_described_members_agree) {
  using Members = boost::describe::describe_members<Config, boost::describe::mod_public>;
  const auto members = members_of(Members{});
  const auto rows = attribute_rows();
  BOOST_REQUIRE(members.size() == rows.size());
  BOOST_REQUIRE(config_attributes().size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BOOST_TEST(members[i].first == rows[i].attribute.name);
    BOOST_TEST((members[i].second == rows[i].member), members[i].first);
    BOOST_TEST(config_attributes()[i].name == rows[i].attribute.name);
  }
}

BOOST_AUTO_TEST_CASE(names_are_used_once) {
  std::set<std::string_view> keys;
  std::set<std::string_view> variables;
  for (const auto& a : config_attributes()) {
    BOOST_TEST(keys.insert(a.name).second, a.name);
    BOOST_TEST((a.file_alias.empty() || keys.insert(a.file_alias).second), a.file_alias);
    BOOST_TEST((a.environment.empty() || variables.insert(a.environment).second), a.environment);
    BOOST_TEST((a.environment_alias.empty() || variables.insert(a.environment_alias).second), a.environment_alias);
    BOOST_TEST(!a.documentation.empty(), a.name);
  }
}

BOOST_AUTO_TEST_CASE(variables_follow_the_names_but_for_those_others_chose) {
  const std::set<std::string_view> others{"profile", "databricks_cli_path", "google_credentials",
                                          "azure_workspace_resource_id", "ca_file"};
  for (const auto& a : config_attributes()) {
    const bool foreign = a.environment.starts_with("ARM_") || a.environment.starts_with("ACTIONS_");
    if (a.environment.empty() || foreign || others.contains(a.name)) continue;
    std::string usual = "DATABRICKS_" + std::string(a.name);
    std::transform(usual.begin(), usual.end(), usual.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    BOOST_TEST(a.environment == usual);
  }
}

BOOST_AUTO_TEST_CASE(every_attribute_comes_from_its_variable_and_its_key) {
  for (const auto& row : attribute_rows()) {
    const auto& a = row.attribute;
    if (a.name == "host" || a.name == "profile") continue;  // these do more than hold a value
    const std::string value = a.name == "azure_environment" ? "CHINA" : "1";
    const auto arrives = [&](const Config& config) {
      const auto text = attribute_text(config, row);
      return text == value || text == "true";
    };
    for (const auto name : {a.environment, a.environment_alias}) {
      Machine machine;
      machine.environment[std::string(name)] = value;
      BOOST_TEST((name.empty() || arrives(machine.resolve())), name);
    }
    for (const auto name : {a.name, a.file_alias}) {
      if (name.empty() || !row.in_file) continue;
      Machine machine;
      machine.write("[p]\n" + std::string(name) + " = " + value + "\n");
      BOOST_TEST(arrives(machine.resolve({.profile = "p"})), name);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_attribute_is_documented) {
  const auto text = page();
  for (const auto& row : attribute_rows()) BOOST_TEST(contains(text, page_row(row)), page_row(row));
}

BOOST_AUTO_TEST_CASE(used_by_names_methods_there_are) {
  for (const auto& row : attribute_rows()) {
    std::string_view rest = row.used_by;
    while (!rest.empty()) {
      const auto name = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
      const auto is_it = [&](const auto& entry) { return entry.auth_type == name; };
      const auto chain = detail::chain();
      BOOST_TEST((name == "external-browser" || std::any_of(chain.begin(), chain.end(), is_it)), name);
    }
  }
}

BOOST_AUTO_TEST_CASE(explanations_say_value_source_and_use) {
  Machine machine;
  const auto path = machine.write("[p]\ntoken = planted-secret\nworkspace_id = 7\nclient_id = c\n");
  machine.environment["DATABRICKS_CLUSTER_ID"] = "c1";
  machine.environment["DATABRICKS_CLOUD"] = "aws";
  auto config =
      machine.resolve({.host = "https://a.b/?a=A", .profile = "p", .auth_type = "pat", .debug_headers = false});
  BOOST_TEST(value_of(config, "token").value == "********");
  BOOST_TEST(value_of(config, "token").source == path + " config file, profile p");
  BOOST_TEST(value_of(config, "token").note == "");
  BOOST_TEST(value_of(config, "client_id").note == "not used by pat authentication");
  BOOST_TEST(value_of(config, "host").value == "https://a.b");
  BOOST_TEST(value_of(config, "host").source == "dynamic configuration");
  BOOST_TEST(value_of(config, "account_id").source == "query of host");
  BOOST_TEST(value_of(config, "cluster_id").source == "DATABRICKS_CLUSTER_ID environment variable");
  BOOST_TEST(value_of(config, "cloud").value == "AWS");
  BOOST_TEST(value_of(config, "cloud").source == "DATABRICKS_CLOUD environment variable");
  BOOST_TEST(value_of(config, "debug_headers").value == "false");
  BOOST_TEST(value_of(config, "username").name == "");
  config.workspace_id = "8";  // by the program, afterwards
  BOOST_TEST(value_of(config, "workspace_id").source == "dynamic configuration");
  for (const auto& value : explain(config)) BOOST_TEST(!contains(value.value, "planted-secret"));
  BOOST_TEST(value_of(Config{.host = "x"}, "host").source == "dynamic configuration");
}

BOOST_AUTO_TEST_CASE(explained_methods) {
  Machine machine;
  auto config = machine.resolve({.host = "https://a.b", .username = "u", .password = "planted-secret"});
  config.transport = std::make_shared<NoNetwork>();
  config.host_metadata = [](std::string_view) { return std::string(); };
  const auto reports = explain_auth(Client(config));
  BOOST_REQUIRE(reports.size() == 2);
  BOOST_TEST(reports[0].auth_type == "pat");
  BOOST_TEST(!reports[0].chosen);
  BOOST_TEST(contains(reports[0].reason, "token is "));
  BOOST_TEST(reports[1].auth_type == "basic");
  BOOST_TEST(reports[1].chosen);
  BOOST_TEST(reports[1].reason == "");

  config.auth_type = "oauth-m2m";
  const auto wanted = explain_auth(Client(config));
  BOOST_REQUIRE(wanted.size() == 1);
  BOOST_TEST(!wanted[0].chosen);
  config.client_id = "c";
  config.client_secret = "planted-secret";
  const auto broken = explain_auth(Client(config));
  BOOST_REQUIRE(broken.size() == 1);
  BOOST_TEST(broken[0].chosen);
  BOOST_TEST(broken[0].reason != "");
  BOOST_TEST(!contains(broken[0].reason, "planted-secret"));

  config.auth_type = "nonsense";
  BOOST_TEST(contains(explain_auth(Client(config)).at(0).reason, "no method"));
  config.credentials = function_credentials("mine", [] { return Headers{{"X", "y"}}; });
  const auto own = explain_auth(Client(config));
  BOOST_REQUIRE(own.size() == 1);
  BOOST_TEST(own[0].auth_type == "mine");
  BOOST_TEST(own[0].chosen);
}

BOOST_AUTO_TEST_SUITE_END()
