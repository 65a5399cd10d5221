// Whole calls over real sockets: answers, errors, attempts, pages and waits. Time is virtual where a test would wait.
#define BOOST_TEST_MODULE call
#include "recording_server.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <deque>
#include <mutex>
#include <sstream>

namespace {

using namespace databricks;
using test::Answer;
using test::Recorded;

// Sleeping takes no time, but the clock goes on.
class VirtualClock : public Clock {
 public:
  time_point now() const override { return now_; }
  bool sleep(duration span, const std::stop_token& stop) override {
    if (stop.stop_requested()) return false;
    now_ += span;
    sleeps.push_back(span);
    return true;
  }
  std::vector<duration> sleeps;

 private:
  time_point now_{};
};

enum class State { PENDING, RUNNING, ERROR_ };
BOOST_DESCRIBE_ENUM(State, PENDING, RUNNING, ERROR_)

struct WidgetStatus {
  open_enum<State> state{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(WidgetStatus, (), (state, message))
struct Widget {
  optional<std::string> id{};
  boxed<WidgetStatus> status{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, status))
struct GetWidget {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id))
struct ListWidgets {
  optional<std::string> page_token{};
  optional<std::int64_t> offset{};
  optional<std::int64_t> limit{};
};
BOOST_DESCRIBE_STRUCT(ListWidgets, (), (page_token, offset, limit))
struct WidgetPage {
  list<Widget> widgets{};
  optional<std::string> next{};
  boxed<ListWidgets> next_request{};
};
BOOST_DESCRIBE_STRUCT(WidgetPage, (), (widgets, next, next_request))
struct Download {
  Bytes contents{};
  optional<std::int64_t> content_length{};
};
BOOST_DESCRIBE_STRUCT(Download, (), (contents, content_length))
struct Upload {
  Source contents{};
};
BOOST_DESCRIBE_STRUCT(Upload, (), (contents))
struct Failure {
  optional<std::string> error_code{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(Failure, (), (error_code, message))
struct Handle {
  optional<std::string> name{};
  optional<bool> done{};
  boxed<Failure> error{};
  optional<RawJson> response{};
  optional<RawJson> metadata{};
};
BOOST_DESCRIBE_STRUCT(Handle, (), (name, done, error, response, metadata))
struct GetHandle {
  optional<std::string> name{};
};
BOOST_DESCRIBE_STRUCT(GetHandle, (), (name))

using PollWidget = Endpoint<"GET /widgets/{id}", GetWidget, Widget>;
using WaitRunning = Waits<"wait_running", PollWidget, Bindings<FromResponse<"id", "id">>, "status.state",
                          "status.message", States<"RUNNING">, States<"ERROR">>;
using PollHandle = Endpoint<"GET /operations/{+name}", GetHandle, Handle>;
using MakeWidget = LongRunning<PollHandle, Bindings<FromResponse<"name", "name">>, Widget, WidgetStatus>;

struct Widgets : Service {
  Endpoint<"GET /widgets/{id}", GetWidget, Widget> get{*this};
  Endpoint<"DELETE /widgets/{id}", GetWidget, void> remove{*this};
  Endpoint<"POST /widgets", GetWidget, Widget, WaitRunning> create{*this};
  Endpoint<"POST /widgets/make", GetWidget, Handle, MakeWidget> make{*this};
  Endpoint<"GET /widgets", ListWidgets, WidgetPage, Pages<Widget, "widgets", Token<"page_token", "next">>> by_token{
      *this};
  Endpoint<"POST /widgets/search", ListWidgets, WidgetPage, Pages<Widget, "widgets", NextRequest<"next_request">>>
      by_request{*this};
  Endpoint<"GET /scim", ListWidgets, WidgetPage,
           Pages<Widget, "widgets", Offset<"offset", 1>, Limit<"limit", 10000>, Unique<"id">>>
      by_offset{*this};
  Endpoint<"GET /numbered", ListWidgets, WidgetPage, Pages<Widget, "widgets", PageNumber<"offset", 1, 1>>> by_number{
      *this};
  Endpoint<"GET /plain", void, list<Widget>, Pages<Widget, "">> plain{*this};
  Endpoint<"GET /download", void, Download, Accept<"application/octet-stream">, ResponseHeaders<"content_length">>
      download{*this};
  Endpoint<"PUT /upload", Upload, void, Body<"contents", "application/octet-stream">> upload{*this};
};

// A server that gives the scripted answers in turn and keeps the requests.
struct Fixture {
  Fixture()
      : server([this](const Recorded& request) {
          const std::lock_guard lock(mutex);
          requests.push_back(request);
          if (answers.empty()) return Answer{.status = 500, .body = "no answer left"};
          auto answer = answers.front();
          answers.pop_front();
          return answer;
        }),
        clock(std::make_shared<VirtualClock>()),
        widgets{Client(config())} {}

  Config config() {
    Config config;
    config.host = server.host();
    config.token = "planted-token";
    config.clock = clock;
    config.environment = [](std::string_view) { return std::nullopt; };
    return config;
  }

  std::mutex mutex;
  std::vector<Recorded> requests;
  std::deque<Answer> answers;
  test::RecordingServer server;
  std::shared_ptr<VirtualClock> clock;
  Widgets widgets;
};

Answer json(std::string body, int status = 200) { return {.status = status, .body = std::move(body)}; }

std::string ids(const std::vector<Widget>& widgets) {
  std::string text;
  for (const auto& widget : widgets) text += widget.id.value_or("?");
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(calls, Fixture)

BOOST_AUTO_TEST_CASE(an_answer_becomes_an_object) {
  answers = {json(R"({"id":"a","status":{"state":"RUNNING"}})")};
  const Widget widget = widgets.get({"a"});
  BOOST_TEST(*widget.id == "a");
  BOOST_TEST((widget.status->state == State::RUNNING));
  BOOST_TEST(requests.at(0).header("Authorization") == "Bearer planted-token");
}

BOOST_AUTO_TEST_CASE(row_39_an_empty_or_null_body_is_an_empty_object) {
  for (const auto& answer : {json("", 204), json(""), json("null"), json(" \n")}) {
    answers = {answer};
    BOOST_TEST(!widgets.get({"a"}).id.has_value());
  }
}

BOOST_AUTO_TEST_CASE(an_operation_without_answer_ignores_the_body) {
  answers = {json("what { ever")};
  widgets.remove({"a"});
  BOOST_TEST(requests.at(0).method == "DELETE");
}

BOOST_AUTO_TEST_CASE(an_error_answer_is_thrown_with_status_code_and_message) {
  answers = {json(R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such widget"})", 404)};
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError, [](const DatabricksError& error) {
    return error.status_code() == 404 && error.error_code() == "RESOURCE_DOES_NOT_EXIST" &&
           std::string(error.what()) == "no such widget";
  });
}

BOOST_AUTO_TEST_CASE(an_error_of_any_shape_keeps_its_status) {
  for (const std::string body : {"", "nope", "[1]", "{\"message\":{}}", "<html>", "{"}) {
    answers = {json(body, 403)};
    BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                          [](const auto& error) { return error.status_code() == 403; });
  }
}

BOOST_AUTO_TEST_CASE(html_or_half_a_document_instead_of_json_is_a_json_error_and_not_retried) {
  for (const std::string body : {"<html>login</html>", "{\"id\":", "{\"id\":[]}"}) {
    requests.clear();
    answers = {json(body)};
    BOOST_CHECK_THROW(widgets.get({"a"}), JsonError);
    BOOST_TEST(requests.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(try_call_gives_the_same_as_a_value) {
  answers = {json(R"({"id":"a"})"), json(R"({"error_code":"X","message":"m"})", 400), json("")};
  BOOST_TEST(*widgets.get.try_call({"a"})->id == "a");
  const auto failed = widgets.get.try_call({"a"});
  BOOST_TEST(!failed);
  BOOST_TEST(dynamic_cast<const DatabricksError&>(failed.error()).error_code() == "X");
  BOOST_CHECK_THROW(failed.value(), DatabricksError);
  BOOST_TEST(widgets.remove.try_call({"a"}).has_value());
}

BOOST_AUTO_TEST_CASE(request_shows_what_would_be_sent_and_sends_nothing) {
  const auto request = widgets.get.request({"a/b"});
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.target == "/widgets/a%2Fb");
  BOOST_TEST((request.headers.find("Authorization") == nullptr));
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(a_binary_answer_is_kept_in_memory_or_goes_to_a_sink) {
  answers = {json("raw"), json("raw")};
  const Download kept = widgets.download();
  BOOST_TEST(kept.contents.data == "raw");
  std::ostringstream out;
  const Download sunk = widgets.download({}, {.to = Sink(out)});
  BOOST_TEST(sunk.contents.data == "");
  BOOST_TEST(out.str() == "raw");
}

BOOST_AUTO_TEST_CASE(without_host_or_token_the_error_says_what_to_set) {
  Config bare = config();
  bare.token.clear();
  BOOST_CHECK_EXCEPTION(Widgets{Client(bare)}.get({"a"}), ConfigError, [](const Error& error) {
    return std::string(error.what()).find("DATABRICKS_TOKEN") != std::string::npos;
  });
  bare = config();
  bare.host.clear();
  BOOST_CHECK_EXCEPTION(Widgets{Client(bare)}.get({"a"}), ConfigError, [](const Error& error) {
    return std::string(error.what()).find("DATABRICKS_HOST") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(copies_of_clients_and_services_stay_usable_when_the_original_is_gone) {
  answers = {json(R"({"id":"a"})")};
  auto copy = [this] {
    const Widgets original{Client(config())};
    return Widgets(original);
  }();
  BOOST_TEST(*copy.get({"a"}).id == "a");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(attempts, Fixture)

BOOST_AUTO_TEST_CASE(row_1_throttled_calls_are_repeated_after_the_time_the_service_asks_for) {
  Answer busy = json("", 429);
  busy.headers.emplace("Retry-After", "7");
  answers = {busy, json("<html>busy</html>", 503), json(R"({"id":"a"})")};
  BOOST_TEST(*widgets.get({"a"}).id == "a");
  BOOST_TEST(requests.size() == 3u);
  BOOST_REQUIRE_EQUAL(clock->sleeps.size(), 2u);
  BOOST_TEST((clock->sleeps[0] == std::chrono::seconds(7)));
  BOOST_TEST(
      (clock->sleeps[1] >= std::chrono::milliseconds(2050) && clock->sleeps[1] <= std::chrono::milliseconds(2750)));
}

BOOST_AUTO_TEST_CASE(row_28_an_upload_is_repeated_whole_and_its_source_can_be_used_again) {
  answers = {json("", 503), json(""), json("")};
  const Upload upload{.contents = "all of it"};
  widgets.upload(upload);
  widgets.upload(upload);
  BOOST_REQUIRE_EQUAL(requests.size(), 3u);
  for (const auto& request : requests) BOOST_TEST(request.body == "all of it");
}

BOOST_AUTO_TEST_CASE(row_24_what_can_not_be_read_twice_is_not_sent_twice) {
  answers = {json("", 503)};
  bool read = false;
  const auto once = [&](char* buffer, std::size_t) -> std::size_t {
    if (std::exchange(read, true)) return 0;
    *buffer = 'x';
    return 1;
  };
  BOOST_CHECK_EXCEPTION(widgets.upload({.contents = Source::from_function(once)}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 503; });
  BOOST_TEST(requests.size() == 1u);
  BOOST_TEST(requests[0].body == "x");
}

BOOST_AUTO_TEST_CASE(row_5_a_wait_longer_than_the_budget_fails_at_once_with_the_services_error) {
  Answer busy = json(R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"})", 429);
  busy.headers.emplace("Retry-After", "86400");
  answers = {busy};
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 429; });
  BOOST_TEST(clock->sleeps.empty());
}

BOOST_AUTO_TEST_CASE(row_6_a_storm_ends_within_the_budget) {
  for (int i = 0; i < 100; ++i) answers.push_back(json("", 503));
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 503; });
  Clock::duration slept{};
  for (const auto span : clock->sleeps) slept += span;
  BOOST_TEST((slept <= std::chrono::seconds(300)));
  BOOST_TEST((slept >= std::chrono::seconds(280)));
}

BOOST_AUTO_TEST_CASE(row_10_other_errors_are_not_repeated) {
  for (const int status : {400, 401, 403, 404, 409, 500, 501}) {
    requests.clear();
    answers = {json("", status)};
    BOOST_CHECK_THROW(widgets.get({"a"}), DatabricksError);
    BOOST_TEST(requests.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_3_a_strange_retry_after_never_harms) {
  for (const char* value : {"0", "-5", "abc", "", "1e400", "nan", "inf"}) {
    clock->sleeps.clear();
    Answer busy = json("", 429);
    busy.headers.emplace("Retry-After", value);
    answers = {busy, json("{}")};
    widgets.get({"a"});
    BOOST_REQUIRE_EQUAL(clock->sleeps.size(), 1u);
    BOOST_TEST(
        (clock->sleeps[0] >= std::chrono::milliseconds(1050) && clock->sleeps[0] <= std::chrono::milliseconds(1750)));
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(lists, Fixture)

BOOST_AUTO_TEST_CASE(row_116_token_pages_end_with_an_empty_token_and_empty_pages_do_not_end_them) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}],"next":"t1"})"), json(R"({"next":"t2"})"),
             json(R"({"widgets":[{"id":"c"}],"next":""})")};
  BOOST_TEST(ids(widgets.by_token().collect()) == "abc");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(requests[0].target == "/widgets");
  BOOST_TEST(requests[2].target == "/widgets?page_token=t2");
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched_before_the_iteration_and_nothing_beyond_it) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}],"next":"t1"})")};
  auto range = widgets.by_token();
  BOOST_TEST(requests.empty());
  for (const auto& widget : range) {
    if (*widget.id == "b") break;
  }
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_117_a_token_that_repeats_is_an_error) {
  answers = {json(R"({"next":"t"})"), json(R"({"next":"t"})"), json(R"({"next":"t"})")};
  BOOST_CHECK_THROW(widgets.by_token().collect(), Error);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_123_the_answer_can_be_the_next_request) {
  answers = {json(R"({"widgets":[{"id":"a"}],"next_request":{"offset":5}})"), json(R"({"widgets":[{"id":"b"}]})")};
  BOOST_TEST(ids(widgets.by_request({.limit = 3}).collect()) == "ab");
  BOOST_TEST(requests[0].body == R"({"limit":3})");
  BOOST_TEST(requests[1].body == R"({"offset":5})");
}

BOOST_AUTO_TEST_CASE(rows_119_and_120_offsets_grow_by_what_came_and_repeated_items_are_skipped) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}]})"), json(R"({"widgets":[{"id":"b"},{"id":"c"}]})"),
             json("{}")};
  BOOST_TEST(ids(widgets.by_offset().collect()) == "abc");
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=10000");
  BOOST_TEST(requests[1].target == "/scim?offset=3&limit=10000");
  BOOST_TEST(requests[2].target == "/scim?offset=5&limit=10000");
}

BOOST_AUTO_TEST_CASE(row_118_a_page_size_of_the_caller_is_kept) {
  answers = {json("{}")};
  widgets.by_offset({.limit = 25}).collect();
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=25");
}

BOOST_AUTO_TEST_CASE(row_122_page_numbers_grow_until_an_empty_page) {
  answers = {json(R"({"widgets":[{"id":"a"}]})"), json(R"({"widgets":[{"id":"b"}]})"), json("{}")};
  BOOST_TEST(ids(widgets.by_number().collect()) == "ab");
  BOOST_TEST(requests[2].target == "/numbered?offset=3");
}

BOOST_AUTO_TEST_CASE(an_answer_can_be_the_list_itself) {
  answers = {json(R"([{"id":"a"},{"id":"b"}])")};
  BOOST_TEST(ids(widgets.plain().collect()) == "ab");
}

BOOST_AUTO_TEST_CASE(row_124_an_error_on_a_later_page_leaves_the_items_before_it) {
  answers = {json(R"({"widgets":[{"id":"a"}],"next":"t"})"), json("", 500)};
  std::string seen;
  const auto walk = [&] {
    for (const auto& widget : widgets.by_token()) seen += *widget.id;
  };
  BOOST_CHECK_THROW(walk(), DatabricksError);
  BOOST_TEST(seen == "a");
}

BOOST_AUTO_TEST_SUITE_END()

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

BOOST_AUTO_TEST_SUITE_END()
