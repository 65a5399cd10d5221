// Calls without a service: Client::do_ and endpoints declared on the spot.
#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <functional>
#include <mutex>

namespace {

using namespace databricks;
using test::Answer;
using test::Recorded;

struct GetWidget {
  optional<std::string> id{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id))
struct Widget {
  optional<std::string> id{};
  optional<std::int64_t> size{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, size))
struct ListWidgets {
  optional<std::string> page_token{};
};
BOOST_DESCRIBE_STRUCT(ListWidgets, (), (page_token))
struct WidgetPage {
  list<Widget> widgets{};
  optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(WidgetPage, (), (widgets, next))

inline constexpr Declare<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get_widget;
inline constexpr Declare<"DELETE /api/2.0/widgets/{id}", GetWidget, void> remove_widget;
inline constexpr Declare<"GET /api/2.0/widgets", ListWidgets, WidgetPage,
                         Pages<Widget, "widgets", Token<"page_token", "next">>>
    list_widgets;

// A server that gives the scripted answers in turn and keeps the requests.
struct Server {
  Recorded& last() { return requests.at(requests.size() - 1); }

  std::mutex mutex;
  std::vector<Recorded> requests;
  std::deque<Answer> answers;
  test::RecordingServer server{[this](const Recorded& request) {
    const std::lock_guard lock(mutex);
    requests.push_back(request);
    if (answers.empty()) return Answer{};
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }};
};

struct Fixture : Server {
  Client client(ClientLevel level = ClientLevel::workspace) {
    Config config;
    config.host = server.host();
    config.token = "planted-secret";
    config.workspace_id = "17";
    config.clock = std::make_shared<test::VirtualClock>();
    config.custom_headers = {{"X-Gateway", "planted-secret-too"}, {"X-Both", "configured"}};
    config.environment = [](std::string_view) { return std::nullopt; };
    return Client(config, level);
  }
};

template <class E>
std::string text_of_error(const std::function<void()>& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(undeclared_calls, Fixture)

BOOST_AUTO_TEST_CASE(json_goes_and_comes) {
  answers = {{.status = 201, .body = R"({"id":"7","size":3})", .headers = {{"X-Extra", "yes"}}}};
  const auto response = client().do_("POST", "/api/2.0/widgets?a=1",
                                     {.query = {{"b c", "d&e"}, {"b c", "2"}}, .json = to_json(Widget{.id = "7"})});
  BOOST_TEST(response.status == 201);
  BOOST_TEST(*response.headers.find("x-extra") == "yes");
  BOOST_TEST(from_json<Widget>(response.body).size.value() == 3);
  BOOST_TEST(last().method == "POST");
  BOOST_TEST(last().target == "/api/2.0/widgets?a=1&b%20c=d%26e&b%20c=2");
  BOOST_TEST(last().body == R"({"id":"7"})");
  BOOST_TEST(last().header("Content-Type") == "application/json");
  BOOST_TEST(last().header("Accept") == "application/json");
  BOOST_TEST(last().header("Authorization") == "Bearer planted-secret");
  BOOST_TEST(last().header("X-Databricks-Workspace-Id") == "17");
  BOOST_TEST(last().header("X-Gateway") == "planted-secret-too");
  BOOST_TEST(last().header("User-Agent") != "");
}

BOOST_AUTO_TEST_CASE(a_form_is_sent_as_browsers_do) {
  client().do_("POST", "oidc/v1/token", {.form = {{"grant_type", "x y"}, {"scope", "all&more"}}});
  BOOST_TEST(last().target == "/oidc/v1/token");
  BOOST_TEST(last().body == "grant_type=x+y&scope=all%26more");
  BOOST_TEST(last().header("Content-Type") == "application/x-www-form-urlencoded");
}

BOOST_AUTO_TEST_CASE(a_stream_of_unknown_length_is_sent_in_chunks) {
  std::size_t left = 1000;
  const auto read = [&](char* buffer, std::size_t size) {
    const auto n = std::min({left, size, std::size_t{7}});
    std::fill_n(buffer, n, 'x');
    left -= n;
    return n;
  };
  client().do_("PUT", "/file", {.body = Source::from_function(read)});
  BOOST_TEST(last().body == std::string(1000, 'x'));
  BOOST_TEST(last().header("Transfer-Encoding") == "chunked");
  BOOST_TEST(last().header("Content-Type") == "application/octet-stream");
  client().do_("PUT", "/file", {.body = "", .content_type = "text/plain"});
  BOOST_TEST(last().header("Content-Length") == "0");
  BOOST_TEST(last().header("Content-Type") == "text/plain");
}

BOOST_AUTO_TEST_CASE(a_call_without_body_says_so) {
  client().do_("POST", "/start", {.accept = ""});
  BOOST_TEST(last().header("Content-Length") == "0");
  BOOST_TEST(!last().has_header("Content-Type"));
  client().do_("GET", "/start");
  BOOST_TEST(!last().has_header("Content-Length"));
}

BOOST_AUTO_TEST_CASE(head_brings_headers) {
  answers = {{.status = 200, .body = "four", .headers = {{"Last-Modified", "Wed"}}}};
  const auto response = client().do_("HEAD", "/file");
  BOOST_TEST(*response.headers.find("last-modified") == "Wed");
  BOOST_TEST((response.headers.find("content-length") != nullptr));
  BOOST_TEST(response.body == "");
}

BOOST_AUTO_TEST_CASE(a_download_goes_to_its_sink) {
  answers = {{.status = 503}, {.body = "bytes"}};
  std::string text;
  const auto response = client().do_("GET", "/file", {}, {.to = Sink::to_memory(text)});
  BOOST_TEST(text == "bytes");
  BOOST_TEST(response.body == "");
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(answers_with_errors_are_thrown_and_busy_services_asked_again) {
  answers = {{.status = 503}, {.status = 503}, {.body = "{}"}};
  client().do_("POST", "/x", {.json = "[1]"});
  BOOST_TEST(requests.size() == 3u);
  for (const auto& request : requests) BOOST_TEST(request.body == "[1]");
  answers = {{.status = 404, .body = R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such widget"})"}};
  BOOST_CHECK_EXCEPTION(client().do_("GET", "/x"), DatabricksError, [](const DatabricksError& error) {
    return error.status_code() == 404 && error.error_code() == "RESOURCE_DOES_NOT_EXIST";
  });
}

BOOST_AUTO_TEST_CASE(a_source_that_can_not_go_back_is_sent_once) {
  answers = {{.status = 503}};
  bool given = false;
  const auto once = [&](char* buffer, std::size_t) -> std::size_t {
    if (std::exchange(given, true)) return 0;
    *buffer = 'x';
    return 1;
  };
  BOOST_CHECK_THROW(client().do_("PUT", "/x", {.body = Source::from_function(once)}), DatabricksError);
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_headers_of_a_call_come_before_those_of_the_client) {
  client().do_("GET", "/x", {}, {.headers = {{"x-both", "called"}, {"Accept", "text/plain"}}});
  BOOST_TEST(last().header("X-Both") == "called");
  BOOST_TEST(last().headers.count("X-Both") == 1u);
  BOOST_TEST(last().header("Accept") == "text/plain");
  BOOST_TEST(last().headers.count("Accept") == 1u);
}

BOOST_AUTO_TEST_CASE(calls_of_an_account_name_no_workspace) {
  client(ClientLevel::account).do_("GET", "/x");
  BOOST_TEST(!last().has_header("X-Databricks-Workspace-Id"));
  BOOST_TEST(last().has_header("Authorization"));
}

BOOST_AUTO_TEST_CASE(row_205_another_host_gets_no_credentials) {
  Server other;
  const auto url = other.server.host() + "/signed?signature=abc";
  client().do_("PUT", url, {.body = "bytes"}, {.headers = {{"X-Mine", "yes"}}});
  const auto& request = other.last();
  BOOST_TEST(request.target == "/signed?signature=abc");
  BOOST_TEST(request.header("X-Mine") == "yes");
  for (const char* name : {"Authorization", "X-Databricks-Workspace-Id", "X-Gateway", "Cookie"}) {
    BOOST_TEST(!request.has_header(name), name);
  }
  for (const auto& [name, value] : request.headers) BOOST_TEST(value.find("planted-secret") == value.npos);
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(another_host_gets_credentials_when_the_caller_says_so) {
  Server other;
  client().do_("GET", other.server.host() + "/x", {.send_credentials = true});
  BOOST_TEST(other.last().header("Authorization") == "Bearer planted-secret");
  BOOST_TEST(other.last().header("X-Databricks-Workspace-Id") == "17");
  client().do_("GET", other.server.host() + "/x", {.bearer_token = "another-token"});
  BOOST_TEST(other.last().header("Authorization") == "Bearer another-token");
  BOOST_TEST(!other.last().has_header("X-Databricks-Workspace-Id"));
}

BOOST_AUTO_TEST_CASE(an_absolute_url_of_the_own_host_is_signed) {
  client().do_("GET", server.host() + "/x");
  BOOST_TEST(last().header("Authorization") == "Bearer planted-secret");
  BOOST_TEST(last().header("X-Databricks-Workspace-Id") == "17");
}

BOOST_AUTO_TEST_CASE(other_credentials_stand_in_for_those_of_the_client) {
  client().do_("GET", "/x", {.bearer_token = "another-token"});
  BOOST_TEST(last().header("Authorization") == "Bearer another-token");
  client().do_("GET", "/x",
               {.authenticate = [](HttpRequest& request) { request.headers.set("X-Signature", request.target); }});
  BOOST_TEST(!last().has_header("Authorization"));
  BOOST_TEST(last().header("X-Signature") == "/x");
}

BOOST_AUTO_TEST_CASE(row_206_a_hook_sees_each_attempt_and_its_error_ends_the_call) {
  answers = {{.status = 503}};
  int attempts = 0;
  client().do_("GET", "/x", {.visit = [&](HttpRequest& request) {
                 BOOST_TEST((request.headers.find("Authorization") == nullptr || attempts > 0));
                 request.headers.set("X-Attempt", std::to_string(++attempts));
               }});
  BOOST_TEST(requests.size() == 2u);
  BOOST_TEST(last().header("X-Attempt") == "2");
  const auto refuse = [](HttpRequest&) { throw std::runtime_error("not today"); };
  BOOST_TEST(text_of_error<Error>([&] { client().do_("GET", "/x", {.visit = refuse}); }) ==
             "failed during request visitor: not today");
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_206_two_ways_to_sign_are_refused) {
  const RawCall call{.bearer_token = "another-token", .authenticate = [](HttpRequest&) {}};
  BOOST_TEST(text_of_error<InvalidArgument>([&] { client().do_("GET", "/x", call); }) ==
             "only one auth visitor is allowed");
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(what_makes_no_call_is_refused_before_anything_is_sent) {
  const RawCall calls[] = {
      {.json = "{}", .form = {{"a", "b"}}},
      {.json = "{}", .body = "x"},
      {.form = {{"a", "b"}}, .body = "x"},
      {.body = Source()},
      {.body = "x", .content_type = "text/plain\r\nX-Smuggled: yes"},
      {.accept = "a\nb"},
      {.bearer_token = "planted-secret\r\nX-Smuggled: yes"},
  };
  for (const auto& call : calls) {
    const auto text = text_of_error<InvalidArgument>([&] { client().do_("POST", "/x", call); });
    BOOST_TEST(text != "nothing was thrown");
    BOOST_TEST(text.find("planted-secret") == text.npos);
  }
  for (const char* method : {"", "get", "G T", "GET\r\n", "P\xc3\x9cT", "GET /"}) {
    BOOST_CHECK_THROW(client().do_(method, "/x"), InvalidArgument);
  }
  BOOST_CHECK_THROW(client().do_("GET", "/x y"), InvalidArgument);
  // row 115 for headers of the call
  BOOST_CHECK_THROW(client().do_("GET", "/x", {}, {.headers = {{"X-A", "b\r\nX-Smuggled: yes"}}}), InvalidArgument);
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(an_endpoint_without_service_is_called_by_the_client) {
  answers = {{.body = R"({"id":"7","size":2})"}, {.status = 200}};
  const Widget widget = client().call(get_widget, {.id = "7"});
  BOOST_TEST(widget.size.value() == 2);
  BOOST_TEST(last().target == "/api/2.0/widgets/7");
  client().call(remove_widget, {.id = "8"});
  BOOST_TEST(last().method == "DELETE");
}

BOOST_AUTO_TEST_CASE(a_list_without_service_is_a_range) {
  answers = {{.body = R"({"widgets":[{"id":"a"},{"id":"b"}],"next":"t"})"}, {.body = R"({"widgets":[{"id":"c"}]})"}};
  std::string ids;
  for (const auto& widget : client().call(list_widgets)) ids += *widget.id;
  BOOST_TEST(ids == "abc");
  BOOST_TEST(last().target == "/api/2.0/widgets?page_token=t");
}

BOOST_AUTO_TEST_SUITE_END()
