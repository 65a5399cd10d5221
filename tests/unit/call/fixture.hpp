// A service of widgets, a server that plays a script, and a client whose clock doesn't wait.
#pragma once

#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <deque>
#include <mutex>
#include <sstream>

namespace test {

using namespace databricks;

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
  Endpoint<"POST /widgets/post", GetWidget, Widget> by_post{*this};
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

inline Answer json(std::string body, int status = 200) { return {.status = status, .body = std::move(body)}; }

inline std::string ids(const std::vector<Widget>& widgets) {
  std::string text;
  for (const auto& widget : widgets) text += widget.id.value_or("?");
  return text;
}

}  // namespace test
