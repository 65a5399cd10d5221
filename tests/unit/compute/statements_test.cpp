// SQL statements to their end.
#include "workspace.hpp"

#include <databricks/models/sql.hpp>

using namespace test;

namespace {

Answer statement(const std::string& state, const std::string& more = "") {
  return json(R"({"statement_id":"s","status":{"state":")" + state + "\"" + more + "}}");
}
const sql::ExecuteStatementRequest kRequest{.statement = "SELECT 1", .warehouse_id = "h"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(statements, Workspace)

BOOST_AUTO_TEST_CASE(a_statement_that_succeeds_at_once_is_not_polled) {
  play({statement("SUCCEEDED")});
  BOOST_TEST(*w.statement_execution.execute_and_wait(kRequest).statement_id == "s");
  BOOST_TEST(calls() == "statements");
}

BOOST_AUTO_TEST_CASE(a_statement_is_polled_until_it_has_succeeded) {
  play({statement("PENDING"), statement("RUNNING"), statement("SOMETHING_NEW"), json("{}"), statement("SUCCEEDED")});
  int seen = 0;
  w.statement_execution.execute_and_wait(kRequest, {.on_progress = [&](const auto&) { ++seen; }});
  BOOST_TEST(calls() == "statements s s s s");
  BOOST_TEST(seen == 5);
  BOOST_TEST(requests[1].target == "/api/2.0/sql/statements/s");
}

BOOST_AUTO_TEST_CASE(statements_that_fail_are_errors_with_state_code_and_message) {
  const std::string error = R"(,"error":{"error_code":"BAD_REQUEST","message":"no such table"})";
  play({statement("FAILED", error)});
  BOOST_TEST(error_text<OperationFailed>([&] { w.statement_execution.execute_and_wait(kRequest); }) ==
             "FAILED: BAD_REQUEST no such table");
  play({statement("RUNNING"), statement("FAILED", R"(,"error":{"error_code":"NEW_CODE"})")});
  BOOST_TEST(error_text<OperationFailed>([&] { w.statement_execution.execute_and_wait(kRequest); }) ==
             "FAILED: NEW_CODE");
  for (const std::string state : {"CANCELED", "CLOSED"}) {
    play({statement(state)});
    BOOST_TEST(error_text<OperationFailed>([&] { w.statement_execution.execute_and_wait(kRequest); }) == state);
  }
}

BOOST_AUTO_TEST_CASE(a_statement_without_end_times_out_after_20_minutes) {
  play({statement("RUNNING")});
  BOOST_TEST(error_text<OperationTimeout>([&] { w.statement_execution.execute_and_wait(kRequest); }) ==
             "timed out after 0:20:00: current status: RUNNING");
  BOOST_TEST((clock->slept() == 20min));
}

BOOST_AUTO_TEST_CASE(an_answer_without_id_or_status_is_a_clear_error) {
  play({json("{}")});
  BOOST_TEST(error_text<Error>([&] { w.statement_execution.execute_and_wait(kRequest); }) ==
             "can't wait: the answer has no `statement_id`");
}

BOOST_AUTO_TEST_SUITE_END()
