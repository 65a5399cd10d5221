// Long-running operations.
#include "waiting.hpp"

#include <thread>

using namespace databricks;
using namespace test;

namespace {

template <class T>
concept cancellable = requires(const T& operation) {
  operation.cancel();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(operations, Waiting)

BOOST_AUTO_TEST_CASE(row_140_a_long_running_operation_is_asked_even_if_it_began_done) {
  play({json(R"({"name":"ops/1","done":true,"response":{"id":"early"}})"),
        json(R"({"name":"ops/1","done":false,"metadata":{"state":"PENDING"}})"),
        json(R"({"name":"ops/1","done":true,"response":{"id":"made"}})")});
  const auto operation = widgets().make({"x"});
  BOOST_TEST(operation.name() == "ops/1");
  BOOST_TEST(*operation.last().done);
  std::string seen;
  const Widget widget = operation.result({.on_progress = [&](const Handle& polled) {
    seen += *polled.done ? "done" : "not done, ";
    if (const auto metadata = operation.metadata()) seen += metadata->state.text();
  }});
  BOOST_TEST(*widget.id == "made");
  BOOST_TEST(seen == "not done, PENDINGdone");
  BOOST_TEST(requests[1].target == "/operations/ops/1");
  BOOST_TEST(requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(row_141_a_failed_operation_is_an_error_with_code_and_message) {
  struct Row {
    const char* error;
    const char* text;
  };
  for (const Row& row : {Row{R"({"error_code":"C","message":"m"})", "operation failed: [C] m"},
                         Row{R"({"message":"m"})", "operation failed: m"},
                         Row{R"({"error_code":"C"})", "operation failed: [C] unknown error"},
                         Row{"{}", "operation failed: unknown error"}}) {
    play({json(R"({"name":"ops/1"})"), json(std::string(R"({"done":true,"error":)") + row.error + "}")});
    const auto operation = widgets().make({"x"});
    const auto error = error_of<OperationFailed>([&] { operation.result(); });
    BOOST_TEST(std::string(error.what()) == row.text);
    BOOST_TEST((error.state() == "C") == (std::string(row.error).find("\"C\"") != std::string::npos));
    BOOST_REQUIRE(error.last<Handle>() != nullptr);
    BOOST_TEST(error.last<Handle>()->error.has_value());
    BOOST_TEST(operation.last().error.has_value());
    BOOST_TEST(operation.done());  // asks, and throws nothing
  }
}

BOOST_AUTO_TEST_CASE(row_142_an_operation_may_have_neither_result_nor_metadata) {
  play({json(R"({"name":"ops/1"})"), json(R"({"done":true})")});
  const auto operation = widgets().make({"x"});
  BOOST_TEST(!operation.result().id.has_value());
  BOOST_TEST(!operation.metadata().has_value());
  play({json(R"({"name":"ops/1"})"), json(R"({"done":true,"response":{"left":"out"}})")});
  widgets().remove({"x"}).result();
}

BOOST_AUTO_TEST_CASE(there_is_no_time_limit_unless_one_is_given) {
  std::deque<Answer> script{json(R"({"name":"ops/1"})")};
  for (int i = 0; i < 800; ++i) script.push_back(json(R"({"name":"ops/1"})"));
  script.push_back(json(R"({"done":true})"));
  play(script);
  widgets().make({"x"}).result();
  BOOST_TEST((clock->slept() > 2h));
  play({json(R"({"name":"ops/1"})")});
  const auto error = error_of<OperationTimeout>([&] { widgets().make({"x"}).result({.timeout = 1h}); });
  BOOST_TEST(std::string(error.what()) == "timed out after 1:00:00: the operation is not done");
  BOOST_TEST((clock->slept() == 1h));
}

BOOST_AUTO_TEST_CASE(done_asks_the_service_and_keeps_what_it_says) {
  play({json(R"({"name":"ops/1","done":true})"), json(R"({"name":"ops/1","metadata":{"message":"half"}})"),
        json(R"({"name":"ops/1","done":true})")});
  const auto operation = widgets().make({"x"});
  const auto copy = operation;
  BOOST_TEST(!operation.done());
  BOOST_TEST(*copy.metadata()->message == "half");
  BOOST_TEST(copy.done());
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(an_operation_is_cancelled_where_the_service_can) {
  play({json(R"({"name":"ops/1"})"), json("")});
  widgets().make({"x"}).cancel();
  BOOST_TEST(requests[1].method == "POST");
  BOOST_TEST(requests[1].target == "/operations/ops/1/cancel");
  using Removal = decltype(widgets().remove({}));
  static_assert(cancellable<decltype(widgets().make({}))> && !cancellable<Removal>);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait_and_not_the_operation) {
  play({json(R"({"name":"ops/1"})")});
  std::stop_source stop;
  const auto operation = widgets().make({"x"});
  BOOST_CHECK_THROW(
      operation.result({.on_progress = [&](const Handle&) { stop.request_stop(); }, .stop = stop.get_token()}),
      CallCancelled);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(two_threads_wait_for_one_operation) {
  play({json(R"({"name":"ops/1"})"), json("{}"), json("{}"), json(R"({"done":true,"response":{"id":"made"}})")});
  const auto operation = widgets().make({"x"});
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([&] { made += *operation.result().id == "made"; });
  }
  BOOST_TEST(made == 2);
}

BOOST_AUTO_TEST_CASE(an_operation_without_a_name_can_not_be_waited_for) {
  play({json(R"({"metadata":{"message":"m"}})")});
  const auto operation = widgets().make({"x"});
  BOOST_TEST(*operation.metadata()->message == "m");
  const auto error = error_of<WaitError>([&] { operation.result(); });
  BOOST_TEST(std::string(error.what()) == "can't wait: the answer has no `name`");
  BOOST_TEST(error.last<Handle>() != nullptr);
  BOOST_CHECK_THROW(operation.name(), WaitError);
}

BOOST_AUTO_TEST_CASE(a_response_that_is_not_the_result_is_an_error) {
  play({json(R"({"name":"ops/1"})"), json(R"({"done":true,"response":["no widget"]})")});
  BOOST_CHECK_THROW(widgets().make({"x"}).result(), JsonError);
}

BOOST_AUTO_TEST_SUITE_END()
