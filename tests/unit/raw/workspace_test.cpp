// What a client finds out about its workspace.
#include <databricks/workspace.hpp>

#include <boost/test/unit_test.hpp>

#include "recording_server.hpp"

using namespace databricks;

namespace {

struct Workspace {
  test::RecordingServer server{[this](const test::Recorded& request) {
    asked.push_back(request);
    return test::Answer{.body = "{}", .headers = headers};
  }};
  std::multimap<std::string, std::string> headers{{"X-Databricks-Org-Id", "4711"}};
  std::vector<test::Recorded> asked{};

  Config config() const {
    Config made;
    made.host = server.host();
    made.token = "planted-secret";
    made.environment = [](std::string_view) { return std::nullopt; };
    return made;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(workspace, Workspace)

BOOST_AUTO_TEST_CASE(row_204_the_id_is_configured_or_asked_for) {
  auto with = config();
  with.workspace_id = "42";
  BOOST_TEST(current_workspace_id(Client(with)) == 42);
  BOOST_TEST(asked.empty());
  BOOST_TEST(current_workspace_id(Client(config())) == 4711);
  BOOST_REQUIRE(asked.size() == 1u);
  BOOST_TEST(asked[0].target.starts_with("/api/2.0/preview/scim/v2/Me"));
  headers.clear();
  BOOST_CHECK_THROW(current_workspace_id(Client(config())), UnexpectedResponse);
}

BOOST_AUTO_TEST_CASE(t40_the_path_for_sql_drivers) {
  auto with = config();
  BOOST_TEST(sql_http_path(Client(with)) == "");
  with.warehouse_id = "w1";
  BOOST_TEST(sql_http_path(Client(with)) == "/sql/1.0/warehouses/w1");
  with.cluster_id = "0123-abc";
  BOOST_CHECK_EXCEPTION(sql_http_path(Client(with)), ConfigError, [](const Error& error) {
    return std::string(error.what()) == "cannot have both cluster_id and warehouse_id";
  });
  BOOST_TEST(asked.empty());
  with.warehouse_id.clear();
  BOOST_TEST(sql_http_path(Client(with)) == "sql/protocolv1/o/4711/0123-abc");
  BOOST_REQUIRE(asked.size() == 1u);
  BOOST_TEST(asked[0].header("User-Agent").find(" sdk-feature/sql-http-path") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(t34_custom_headers_give_way_and_authorization_stays_ours) {
  auto with = config();
  with.custom_headers = {{"A", "1"}, {"Authorization", "mine"}};
  Client(with).do_("GET", "/x", {}, {.headers = {{"A", "2"}}});
  BOOST_REQUIRE(asked.size() == 1u);
  BOOST_TEST(asked[0].header("A") == "2");
  BOOST_TEST((asked[0].header("Authorization") == "Bearer planted-secret"));
}

BOOST_AUTO_TEST_SUITE_END()
