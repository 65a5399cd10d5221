// A statement's life: what is sent, how its end is waited for, and when it is cancelled.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(statements, Fixture)

BOOST_AUTO_TEST_CASE(a_query_says_what_it_is_asked_to_say) {
  workspace.answers = {success("\"total_row_count\":1,\"truncated\":true", R"({"data_array":[["7",null]]})")};
  auto rows = w.sql.query<Item>("SELECT * FROM t WHERE n = :n", {.warehouse_id = "other",
                                                                 .parameters = {{"n", 7}},
                                                                 .catalog = "c",
                                                                 .schema = "s",
                                                                 .row_limit = 1,
                                                                 .byte_limit = 1000,
                                                                 .first_answer = std::chrono::seconds(30)});
  BOOST_TEST(rows.result().statement_id == "st1");
  BOOST_TEST(rows.result().truncated);
  BOOST_TEST(rows.result().row_count.value() == 1);
  BOOST_TEST(rows.result().columns.at(0).type_text == "BIGINT");
  const auto all = rows.collect();
  BOOST_TEST(all.at(0).n == 7);
  BOOST_TEST(!all.at(0).s.has_value());
  BOOST_TEST(workspace.targets() == kExecute);
  BOOST_CHECK(boost::json::parse(workspace.request(0).body) == boost::json::parse(R"({
    "statement":"SELECT * FROM t WHERE n = :n","warehouse_id":"other","catalog":"c","schema":"s","row_limit":1,
    "byte_limit":1000,"disposition":"INLINE","format":"JSON_ARRAY","on_wait_timeout":"CONTINUE","wait_timeout":"30s",
    "parameters":[{"name":"n","value":"7","type":"INT"}]})"));
}

BOOST_AUTO_TEST_CASE(the_warehouse_of_the_configuration_is_the_default) {
  workspace.answers = {success("", R"({"data_array":[]})")};
  BOOST_TEST(outcome() == "0");
  BOOST_TEST(boost::json::parse(workspace.request(0).body).at("warehouse_id") == "wh");
  auto none = config();
  none.warehouse_id.clear();
  BOOST_CHECK_EXCEPTION(WorkspaceClient(none).sql.query("SELECT 1"), InvalidArgument, [](const Error& error) {
    return std::string(error.what()).find("DATABRICKS_WAREHOUSE_ID") != std::string::npos;
  });
  BOOST_TEST(workspace.requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_statement_is_waited_for) {
  workspace.answers = {state("PENDING"), state("RUNNING"), state("NEW_STATE"),
                       success("", R"({"data_array":[["1","a"],["2","b"]]})")};
  std::string states;
  BOOST_TEST(outcome({.on_progress = [&](std::string_view seen) { states += std::string(seen) + ' '; }}) == "3");
  BOOST_TEST(states == "PENDING RUNNING NEW_STATE SUCCEEDED ");
  BOOST_TEST(workspace.targets() == kExecute + kPoll + kPoll + kPoll);
  BOOST_TEST(clock->sleeps().size() == 3u);
  BOOST_CHECK(clock->sleeps()[0] < clock->sleeps()[2]);
}

BOOST_AUTO_TEST_CASE(query_starts_at_once_and_waits_when_rows_are_asked_for) {
  workspace.answers = {state("PENDING"), success("", R"({"data_array":[["1","a"]]})")};
  auto rows = w.sql.query<Item>("SELECT");
  BOOST_TEST(workspace.targets() == kExecute);
  BOOST_TEST(rows.collect().size() == 1u);
  BOOST_TEST(workspace.targets() == kExecute + kPoll);
}

BOOST_AUTO_TEST_CASE(failures_are_told_with_state_code_and_message) {
  struct Case {
    const char* state;
    const char* more;
    const char* expected;
  };
  const Case cases[] = {
      {"FAILED", R"(,"error":{"error_code":"BAD_REQUEST","message":"no table `t`"})",
       "FAILED: BAD_REQUEST no table `t`"},
      {"FAILED", R"(,"error":{"error_code":"NEW_CODE","message":"m"})", "FAILED: NEW_CODE m"},
      {"CANCELED", R"(,"error":{"message":"by hand"})", "CANCELED: by hand"},
      {"CLOSED", "", "CLOSED: the service gives no reason"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.expected) {
      workspace.requests.clear();
      workspace.answers = {state(c.state, c.more)};
      BOOST_TEST(outcome() == c.expected);
      workspace.answers = {state("RUNNING"), state(c.state, c.more)};
      BOOST_TEST(outcome() == c.expected);
      BOOST_TEST(workspace.targets() == kExecute + kExecute + kPoll);  // and nothing is left to cancel
    }
  }
  workspace.answers = {state("FAILED")};
  BOOST_CHECK_EXCEPTION(w.sql.query("SELECT"), OperationFailed,
                        [](const OperationFailed& error) { return error.state() == "FAILED"; });
}

BOOST_AUTO_TEST_CASE(a_statement_that_takes_too_long_is_cancelled) {
  for (int i = 0; i < 20; ++i) workspace.answers.push_back(state("RUNNING"));
  BOOST_TEST(outcome({.timeout = std::chrono::seconds(10)}) ==
             "the statement was still RUNNING after 10000 ms, and is cancelled");
  BOOST_CHECK(clock->slept() == std::chrono::seconds(10));
  BOOST_TEST(workspace.targets().ends_with(kPoll + kCancel));
}

BOOST_AUTO_TEST_CASE(a_stop_cancels_the_statement) {
  workspace.answers = {state("RUNNING"), state("RUNNING"), state("RUNNING")};
  std::stop_source stop;
  clock->on_sleep = [&] {
    if (clock->sleeps().size() == 2) stop.request_stop();
  };
  BOOST_CHECK_THROW(w.sql.query<Item>("SELECT", {.stop = stop.get_token()}).collect(), CallCancelled);
  BOOST_TEST(workspace.targets() == kExecute + kPoll + kCancel);
}

BOOST_AUTO_TEST_CASE(a_range_that_is_left_while_its_statement_runs_cancels_it) {
  workspace.answers = {state("PENDING")};
  { const auto rows = w.sql.query<Item>("SELECT"); }
  BOOST_TEST(workspace.targets() == kExecute + kCancel);
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_cancels_the_statement) {
  workspace.answers = {state("PENDING")};
  const auto angry = [](std::string_view) { throw std::runtime_error("no more"); };
  BOOST_CHECK_THROW(w.sql.query("SELECT", {.on_progress = angry}), std::runtime_error);
  BOOST_TEST(workspace.targets() == kExecute + kCancel);
}

BOOST_AUTO_TEST_CASE(a_range_that_is_left_after_success_cancels_nothing) {
  workspace.answers = {success("", R"({"data_array":[["1","a"],["2","b"]],"next_chunk_index":1})")};
  for (const Item& item : w.sql.query<Item>("SELECT")) {
    BOOST_TEST(item.n == 1);
    break;
  }
  BOOST_TEST(workspace.targets() == kExecute);
}

BOOST_AUTO_TEST_CASE(a_poll_that_is_refused_ends_the_wait_and_cancels) {
  workspace.answers = {state("RUNNING"), json(R"({"error_code":"PERMISSION_DENIED","message":"not yours"})", 403)};
  BOOST_CHECK_THROW(w.sql.query<Item>("SELECT").collect(), PermissionDenied);
  BOOST_TEST(workspace.targets() == kExecute + kPoll + kCancel);
}

BOOST_AUTO_TEST_CASE(execute_waits_and_leaves_the_rows_where_they_are) {
  workspace.answers = {state("PENDING"), success("\"total_row_count\":5,\"total_chunk_count\":2",
                                                 R"({"data_array":[["1","a"]],"next_chunk_index":1})")};
  BOOST_TEST(w.sql.execute("INSERT").row_count.value() == 5);
  BOOST_TEST(workspace.targets() == kExecute + kPoll);
}

BOOST_AUTO_TEST_CASE(a_statement_without_a_result_has_no_rows) {
  workspace.answers = {state("SUCCEEDED"), state("SUCCEEDED")};
  BOOST_TEST(w.sql.execute("CREATE TABLE").columns.empty());
  BOOST_TEST(w.sql.query("CREATE TABLE").collect().empty());
}

BOOST_AUTO_TEST_CASE(answers_that_make_no_sense_are_clear_errors) {
  const char* bodies[] = {"",
                          "null",
                          "[]",
                          "{",
                          "<html>login</html>",
                          R"({"status":{"state":"RUNNING"}})",
                          R"({})",
                          R"({"statement_id":"st1","status":{"state":"SUCCEEDED"},"manifest":7})",
                          R"({"statement_id":"st1","status":{"state":"SUCCEEDED"},"result":{"data_array":[["1)",
                          R"({"statement_id":"st1","status":"SUCCEEDED"})"};
  for (const char* body : bodies) {
    BOOST_TEST_CONTEXT(body) {
      workspace.answers = {json(body)};
      BOOST_CHECK_THROW(w.sql.query<Item>("SELECT").collect(), UnexpectedResponse);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_column_that_is_missing_is_told_before_the_first_row) {
  workspace.answers = {json(R"({"statement_id":"st1","status":{"state":"SUCCEEDED"},"manifest":{"schema":{"columns":[
      {"name":"s","type_name":"STRING"}]},"total_chunk_count":1,"total_row_count":1},"result":{"data_array":[["x"]]}})")};
  const auto text = outcome();
  BOOST_TEST(text.starts_with("no column for `"));
  BOOST_TEST(text.ends_with("Item::n`: the result has columns `s`"));
}

BOOST_AUTO_TEST_CASE(no_secret_is_logged) {
  workspace.answers = {success("", R"({"data_array":[["1","a"]]})")};
  outcome({.parameters = {{"p", "planted-secret-parameter"}}});
  BOOST_TEST(!log.empty());
  BOOST_TEST(log.find("planted-secret") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
