// The User-Agent that a server sees. What belongs to the process stays for the rest of the program, so every test
// names what it adds after itself.
#include "observe/user_agent.hpp"
#include "observe/agent_text.hpp"
#include "recording_server.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/error.hpp>
#include <databricks/reflect.hpp>
#include <databricks/user_agent.hpp>
#include <databricks/version.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

namespace {

using namespace databricks;

const std::string kSdk = " databricks-sdk-cpp/" + std::string(version) + " cpp/20 os/linux";

using Variables = std::map<std::string, std::string, std::less<>>;

Config config_with(Variables variables, Config config = {}) {
  config.environment = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  return config;
}

// What follows `auth/pat`, and what other tests have added for the process.
std::string surroundings(Variables variables, std::string_view segments = {}) {
  const std::string bare = detail::UserAgent(config_with({})).text("pat");
  const std::string text = detail::UserAgent(config_with(std::move(variables))).text("pat", segments);
  BOOST_TEST(text.starts_with(bare));
  return text.substr(bare.size());
}

struct GetThing {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(GetThing, (), (id))
struct Thing {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id))
struct Things : Service {
  using Service::Service;
  Endpoint<"GET /api/2.0/things/{id}", GetThing, Thing> get{*this};
};

BOOST_AUTO_TEST_CASE(row_146_the_default_on_the_wire) {
  std::mutex mutex;
  std::string seen;
  test::RecordingServer server([&](const test::Recorded& request) {
    const std::lock_guard lock(mutex);
    seen = request.header("User-Agent");
    return test::Answer{.body = R"({"id":"1"})"};
  });
  Config config = config_with({});
  config.host = server.host();
  config.token = "planted-secret";
  Things things{Client(config)};
  things.get({.id = "1"});
  BOOST_TEST(seen == "unknown/0.0.0" + kSdk + " auth/pat");
}

BOOST_AUTO_TEST_CASE(row_146_all_segments_in_their_order) {
  Config config = config_with({{"DATABRICKS_SDK_UPSTREAM", "up"},
                               {"DATABRICKS_SDK_UPSTREAM_VERSION", "0.1"},
                               {"DATABRICKS_RUNTIME_VERSION", "15.4"},
                               {"TRAVIS", "true"},
                               {"CLAUDECODE", ""},
                               {"OMNIGENT", ""}});
  config.product = "tool";
  config.product_version = "1.2.3";
  config.user_agent_extra = {{"own", "1"}, {"own", "2"}, {"own", "1"}};
  detail::UserAgent agent(config);
  BOOST_TEST(agent.text("pat", "sdk-feature/pagination dbutils/remote") ==
             "tool/1.2.3" + kSdk +
                 " auth/pat own/1 own/2 upstream/up upstream-version/0.1 sdk-feature/pagination dbutils/remote "
                 "runtime/15.4 cicd/travis agent/claude-code meta-harness/omnigent");
  BOOST_TEST(agent.text("oauth-m2m").find(" auth/oauth-m2m own/1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(row_147_what_the_process_adds_is_seen_by_clients_that_exist) {
  detail::UserAgent agent(config_with({}));
  const std::string before = agent.text("pat");
  add_partner("row147");
  add_partner("row147");
  add_user_agent("row147", "1.2.3-rc.1+b");
  add_user_agent("row147", "other");
  const std::string added = " partner/row147 row147/1.2.3-rc.1+b row147/other";
  BOOST_TEST(agent.text("pat") == before + added);

  Config own = config_with({});
  own.user_agent_extra = {{"row147", "other"}, {"mine", "x"}};
  BOOST_TEST(detail::UserAgent(own).text("pat").find(" row147/other mine/x ") != std::string::npos);

  set_product("row147-tool", "1.0.0-beta");
  BOOST_TEST(agent.text("pat").starts_with("row147-tool/1.0.0-beta" + kSdk));
  set_product("unknown", "0.0.0");
  BOOST_TEST(agent.text("pat") == before + added);
}

template <class F>
std::string refusal(F&& function) {
  try {
    function();
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "taken";
}

BOOST_AUTO_TEST_CASE(row_147_bad_characters_and_versions_are_refused) {
  for (const std::string bad : {"", "a b", "a/b", "ä", "a\r\nb", "a:b"}) {
    const std::string shown = bad == "a\r\nb" ? "ab" : bad;
    BOOST_TEST(refusal([&] { set_product(bad, "1.0.0"); }) == "Invalid alphanumeric value: " + shown);
    BOOST_TEST(refusal([&] { add_user_agent(bad, "x"); }) == "Invalid alphanumeric value: " + shown);
    BOOST_TEST(refusal([&] { add_user_agent("x", bad); }) == "Invalid value: " + shown);
    BOOST_TEST(refusal([&] { add_partner(bad); }) == "Invalid value: " + shown);
    BOOST_TEST(refusal([&] { set_product("x", bad); }) == "Invalid semantic version: " + shown);
    if (bad.empty()) continue;
    BOOST_TEST(refusal([&] { Client(config_with({}, {.product = bad})); }) == "Invalid alphanumeric value: " + shown);
  }
  BOOST_TEST(refusal([] { Client(config_with({}, {.product = "a", .product_version = "1.x"})); }) ==
             "Invalid semantic version: 1.x");
  BOOST_TEST(refusal([] { Client(config_with({}, {.product_version = "1.0.0"})); }) == "Invalid alphanumeric value: ");
  BOOST_TEST(refusal([] { Client(config_with({}, {.user_agent_extra = {{"a", "b c"}}})); }) == "Invalid value: b c");
}

BOOST_AUTO_TEST_CASE(row_147_versions_are_those_of_semver_2) {
  for (const char* good : {"0.0.0", "1.2.3", "10.20.30", "1.2.3-rc", "1.2.3-rc.1.x-y", "1.2.3+b.01", "1.2.3-a+b-c",
                           "1.0.0--", "1.0.0-0a", "99999999999999999999.0.0"}) {
    BOOST_TEST(detail::is_semver(good), good);
  }
  for (const char* bad : {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.03", "v1.2.3", "1.2.3-", "1.2.3-01", "1.2.3+",
                          "1.2.3-a..b", "1.2.3+a..b", "1.2.3-a_b", "1.2.3+a+b", "-1.2.3", "1.2.x", " 1.2.3", "1..3"}) {
    BOOST_TEST(!detail::is_semver(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(row_148_upstream_needs_both_variables) {
  const char* name = "DATABRICKS_SDK_UPSTREAM";
  const char* number = "DATABRICKS_SDK_UPSTREAM_VERSION";
  BOOST_TEST(surroundings({{name, "a"}, {number, "1"}}) == " upstream/a upstream-version/1");
  BOOST_TEST(surroundings({{name, "a"}}) == "");
  BOOST_TEST(surroundings({{number, "1"}}) == "");
  BOOST_TEST(surroundings({{name, ""}, {number, "1"}}) == "");
}

BOOST_AUTO_TEST_CASE(row_149_line_breaks_never_reach_the_header) {
  BOOST_TEST(surroundings({{"DATABRICKS_SDK_UPSTREAM", "a\r\nb"}, {"DATABRICKS_SDK_UPSTREAM_VERSION", "1 2/3"}}) ==
             " upstream/a--b upstream-version/1-2-3");
  BOOST_TEST(surroundings({{"DATABRICKS_RUNTIME_VERSION", "15.4\nX: y/z"}}) == " runtime/15.4-X--y-z");
  BOOST_TEST(surroundings({{"DATABRICKS_RUNTIME_VERSION", ""}}) == "");
  BOOST_TEST(surroundings({}, "a/b\r\nX: c") == " a/b--X- c");
}

struct CiRow {
  Variables variables;
  const char* name;
};

BOOST_AUTO_TEST_CASE(row_150_ci_systems) {
  const CiRow rows[] = {
      {{{"GITHUB_ACTIONS", "true"}}, "github"},
      {{{"GITLAB_CI", "true"}}, "gitlab"},
      {{{"JENKINS_URL", ""}}, "jenkins"},
      {{{"TF_BUILD", "True"}}, "azure-devops"},
      {{{"CIRCLECI", "true"}}, "circle"},
      {{{"TRAVIS", "true"}}, "travis"},
      {{{"BITBUCKET_BUILD_NUMBER", "1"}}, "bitbucket"},
      {{{"PROJECT_ID", ""}, {"BUILD_ID", ""}, {"PROJECT_NUMBER", ""}, {"LOCATION", ""}}, "google-cloud-build"},
      {{{"CODEBUILD_BUILD_ARN", "a"}}, "aws-code-build"},
      {{{"TFC_RUN_ID", "a"}}, "tf-cloud"},
      {{{"TF_BUILD", "true"}}, ""},
      {{{"GITHUB_ACTIONS", "1"}}, ""},
      {{{"PROJECT_ID", "1"}, {"BUILD_ID", "1"}, {"LOCATION", "1"}}, ""},
  };
  for (const auto& row : rows) {
    BOOST_TEST(surroundings(row.variables) == (*row.name ? std::string(" cicd/") + row.name : ""));
  }
}

BOOST_AUTO_TEST_CASE(row_151_of_two_ci_systems_the_first_of_the_table) {
  BOOST_TEST(surroundings({{"GITLAB_CI", "true"}, {"CIRCLECI", "true"}}) == " cicd/gitlab");
  BOOST_TEST(surroundings({{"TFC_RUN_ID", "1"}, {"CODEBUILD_BUILD_ARN", "1"}}) == " cicd/aws-code-build");
}

BOOST_AUTO_TEST_CASE(row_152_coding_agents) {
  BOOST_TEST(surroundings({{"CURSOR_AGENT", ""}}) == " agent/cursor");
  BOOST_TEST(surroundings({{"PI_CODING_AGENT", "1"}}) == " agent/pi");
  BOOST_TEST(surroundings({{"CURSOR_AGENT", "1"}, {"KIRO", "1"}}) == " agent/multiple");
  BOOST_TEST(surroundings({{"AGENT", "a b"}}) == " agent/a-b");
  BOOST_TEST(surroundings({{"AGENT", "a"}, {"KIRO", "1"}}) == " agent/kiro");
  BOOST_TEST(surroundings({{"AGENT", ""}, {"AI_AGENT", "second"}}) == " agent/second");
  BOOST_TEST(surroundings({{"AI_AGENT", ""}}) == "");
  BOOST_TEST(surroundings({{"AGENT", std::string(100, 'x')}}) == " agent/" + std::string(64, 'x'));
  BOOST_TEST(surroundings({{"OMNIGENT", "0"}}) == " meta-harness/omnigent");
}

BOOST_AUTO_TEST_CASE(row_209_extras_are_added_while_headers_are_made) {
  detail::UserAgent agent(config_with({}));
  std::atomic<bool> stop = false;
  std::thread adding([&] {
    for (int i = 0; i < 200; ++i) {
      add_user_agent("row209", "x" + std::to_string(i));
      set_product("row209-" + std::to_string(i % 2), "1.0.0");
    }
    stop = true;
  });
  std::vector<std::thread> reading;
  for (int i = 0; i < 3; ++i) {
    reading.emplace_back([&] {
      while (!stop) {
        if (agent.text("pat").find(kSdk) == std::string::npos) throw std::logic_error("torn");
      }
    });
  }
  adding.join();
  for (auto& thread : reading) thread.join();
  BOOST_TEST(agent.text("pat").ends_with(" row209/x198 row209/x199"));
  set_product("unknown", "0.0.0");
}

}  // namespace
