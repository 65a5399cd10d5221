// Who may call a server, and who may call one of its endpoints.
#include "fixture.hpp"

#include <databricks/service_error.hpp>

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace databricks::testing;
using widgets::Widgets;

namespace {

// Lets in whom it knows.
AccessCheck only(std::string known) {
  return [known = std::move(known)](const HttpRequest& http) {
    if (bearer_token(http) != known) throw DatabricksError(403, "PERMISSION_DENIED", "only " + known);
  };
}

int status_for(const ApiServer& server, const std::string& target, const std::string& authorization) {
  const auto line = authorization.empty() ? "" : "Authorization: " + authorization + "\r\n";
  return exchange(server.port(), "GET " + target + " HTTP/1.1\r\n" + line + "\r\n").status;
}

struct Guarded : Serving {
  Guarded() : Serving(ServerOptions{.token = "not-asked", .access = only("Anna")}) {
    server.on<&Widgets::get>(echo_id);
    server.on<&Widgets::special>([] { return widgets::Widget{.id = "s"}; }, open_access);
    server.on<&Widgets::ids>([] { return std::vector<std::string>{}; }, only("Bert"));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(access_checks)

BOOST_FIXTURE_TEST_CASE(an_endpoint_decides_for_itself_or_leaves_it_to_the_server, Guarded) {
  const struct {
    const char* target;
    const char* authorization;
    int status;
  } rows[] = {
      {"/api/2.0/widgets/w", "Bearer Anna", 200},
      {"/api/2.0/widgets/w", "bearer Anna", 200},
      {"/api/2.0/widgets/w", "Bearer Bert", 403},
      {"/api/2.0/widgets/w", "Bearer not-asked", 403},
      {"/api/2.0/widgets/w", "Bearer  Anna", 403},
      {"/api/2.0/widgets/w", "Basic Anna", 403},
      {"/api/2.0/widgets/w", "Bearer", 403},
      {"/api/2.0/widgets/w", "", 403},
      {"/api/2.0/widgets/special", "", 200},
      {"/api/2.0/widgets/special", "Bearer Anna", 200},
      {"/api/2.0/ids", "Bearer Bert", 200},
      {"/api/2.0/ids", "Bearer Anna", 403},
      {"/api/2.0/ids", "", 403},
      // Strangers do not learn what there is.
      {"/api/2.0/nothing", "", 403},
      {"/api/2.0/nothing", "Bearer Anna", 404},
      {"/api/2.0/widgets", "", 403},
      {"/api/2.0/widgets", "Bearer Anna", 501},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.target << " " << row.authorization)
    BOOST_TEST(status_for(server, row.target, row.authorization) == row.status);
  }
}

BOOST_FIXTURE_TEST_CASE(what_a_check_throws_is_the_answer, Guarded) {
  const auto reply = exchange(server.port(), "GET /api/2.0/ids HTTP/1.1\r\n\r\n");
  BOOST_TEST(reply.body == R"({"error_code":"PERMISSION_DENIED","message":"only Bert"})");
}

BOOST_FIXTURE_TEST_CASE(a_new_handler_brings_its_own_check, Guarded) {
  server.on<&Widgets::special>([] { return widgets::Widget{.id = "t"}; });
  BOOST_TEST(status_for(server, "/api/2.0/widgets/special", "") == 403);
  BOOST_TEST(status_for(server, "/api/2.0/widgets/special", "Bearer Anna") == 200);
}

BOOST_FIXTURE_TEST_CASE(a_check_may_change_the_server, Serving) {
  server.on<&Widgets::get>(echo_id, [this](const HttpRequest&) { server.on<&Widgets::get>(echo_id); });
  BOOST_TEST(status_for(server, "/api/2.0/widgets/w", "") == 200);
  BOOST_TEST(status_for(server, "/api/2.0/widgets/w", "") == 401);
}

BOOST_AUTO_TEST_SUITE_END()
