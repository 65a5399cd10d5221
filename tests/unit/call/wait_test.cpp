// Waits for states and for long-running operations.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(waits, Fixture)

BOOST_AUTO_TEST_CASE(row_128_a_wait_is_the_answer_and_polls_until_success) {
  answers = {json(R"({"id":"a"})"), json(R"({"status":{"state":"PENDING"}})"),
             json(R"({"status":{"state":"NEW_STATE"}})"), json(R"({"id":"a","status":{"state":"RUNNING"}})")};
  auto wait = widgets.create({"x"});
  BOOST_TEST(*wait.id == "a");
  int polls = 0;
  const Widget widget = wait.result({.on_progress = [&](const Widget&) { ++polls; }});
  BOOST_TEST((widget.status->state == State::RUNNING));
  BOOST_TEST(polls == 3);
  BOOST_TEST(requests[1].target == "/widgets/a");
  BOOST_TEST(clock->sleeps.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_129_a_failure_state_is_an_error_with_state_and_message) {
  answers = {json(R"({"id":"a"})"), json(R"({"status":{"state":"ERROR","message":"broke"}})")};
  BOOST_CHECK_EXCEPTION(widgets.create({"x"}).result(), OperationFailed, [](const OperationFailed& error) {
    return error.state() == "ERROR" && std::string(error.what()) == "failed to reach RUNNING, got ERROR: broke";
  });
}

BOOST_AUTO_TEST_CASE(rows_131_and_133_a_wait_ends_at_its_time_limit_even_without_a_status) {
  answers = {json(R"({"id":"a"})")};
  for (int i = 0; i < 100; ++i) answers.push_back(json("{}"));
  BOOST_CHECK_EXCEPTION(
      widgets.create({"x"}).result({.timeout = std::chrono::seconds(30)}), OperationTimeout,
      [](const Error& error) { return std::string(error.what()).starts_with("timed out after 0:00:30"); });
  Clock::duration slept{};
  for (const auto span : clock->sleeps) slept += span;
  BOOST_TEST((slept == std::chrono::seconds(30)));
}

BOOST_AUTO_TEST_CASE(row_135_an_error_while_polling_is_thrown_as_it_is) {
  answers = {json(R"({"id":"a"})"), json("", 404)};
  BOOST_CHECK_THROW(widgets.create({"x"}).result(), DatabricksError);
}

BOOST_AUTO_TEST_CASE(row_136_a_wait_can_be_cancelled) {
  answers = {json(R"({"id":"a"})"), json(R"({"status":{"state":"PENDING"}})"),
             json(R"({"status":{"state":"PENDING"}})")};
  std::stop_source stop;
  auto wait = widgets.create({"x"});
  BOOST_CHECK_EXCEPTION(
      wait.result({.on_progress = [&](const Widget&) { stop.request_stop(); }, .stop = stop.get_token()}),
      CallCancelled, [](const CallCancelled&) { return true; });
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_139_an_answer_without_the_identifier_is_a_clear_error) {
  answers = {json("{}")};
  BOOST_CHECK_EXCEPTION(widgets.create({"x"}), Error,
                        [](const Error& error) { return std::string(error.what()).find("`id`") != std::string::npos; });
}

BOOST_AUTO_TEST_CASE(row_140_a_long_running_operation_ends_with_its_result) {
  answers = {json(R"({"name":"ops/1","done":true})"),
             json(R"({"name":"ops/1","done":false,"metadata":{"state":"PENDING"}})"),
             json(R"({"name":"ops/1","done":true,"response":{"id":"made"}})")};
  auto operation = widgets.make({"x"});
  std::string seen;
  const Widget widget = operation.result({.on_progress = [&](const Handle&) {
    if (const auto metadata = operation.metadata()) seen += metadata->state.text();
  }});
  BOOST_TEST(*widget.id == "made");
  BOOST_TEST(seen == "PENDING");
  BOOST_TEST(requests[1].target == "/operations/ops/1");
}

BOOST_AUTO_TEST_CASE(row_141_a_failed_operation_is_an_error_with_code_and_message) {
  answers = {json(R"({"name":"ops/1"})"), json(R"({"done":true,"error":{"error_code":"C","message":"m"}})")};
  BOOST_CHECK_EXCEPTION(widgets.make({"x"}).result(), OperationFailed,
                        [](const Error& error) { return std::string(error.what()) == "operation failed: [C] m"; });
}

BOOST_AUTO_TEST_CASE(row_142_an_operation_may_have_no_result) {
  answers = {json(R"({"name":"ops/1"})"), json(R"({"done":true})")};
  BOOST_TEST(!widgets.make({"x"}).result().id.has_value());
}

BOOST_AUTO_TEST_CASE(row_134_a_poll_that_is_refused_for_a_while_is_still_one_poll) {
  answers = {json(R"({"id":"a"})"), json(R"({"status":{"state":"PENDING"}})"), json("", 503), json("", 503),
             json(R"({"id":"a","status":{"state":"RUNNING"}})")};
  int polls = 0;
  widgets.create({"x"}).result({.on_progress = [&](const Widget&) { ++polls; }});
  BOOST_TEST(polls == 2);
  BOOST_TEST(clock->sleeps.size() == 3u);  // one between the polls, two between attempts
}

BOOST_AUTO_TEST_SUITE_END()
