// What serving endpoints can do by hand: streams, connections, OpenAI's clients. Against the local workspace.
#include "workspace.hpp"

#include <databricks/events.hpp>
#include <databricks/models/serving.hpp>

#include <mutex>

using namespace databricks;

namespace {

using Endpoints = services::serving::ServingEndpoints;

serving::QueryEndpointInput question(const char* words) {
  serving::QueryEndpointInput input;
  input.name = "echo";
  input.messages = {{.content = words, .role = serving::ChatMessageRole::user}};
  return input;
}

// A workspace that keeps what is sent through connections.
struct WithConnection : Connected {
  WithConnection() {
    workspace.server().on<&Endpoints::http_request>(
        [this](const serving::ExternalFunctionRequest& request, const testing::CallContext& context) {
          const std::lock_guard lock(mutex);
          sent = request;
          body = context.http.body;
          HttpResponse response{.status = 200, .body = "\x01 raw"};
          response.headers.set("Content-Type", "text/plain");
          response.headers.set("MCP-Session-ID", "session-7");
          return response;
        });
  }
  std::mutex mutex;
  serving::ExternalFunctionRequest sent;
  std::string body;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(model_serving)

BOOST_FIXTURE_TEST_CASE(a_query_is_answered, Connected) {
  const auto answer = w.serving_endpoints.query(question("Hello there"));
  BOOST_TEST(*answer.choices[0].message->content == "Hello there");
  BOOST_TEST(*answer.served_model_name == "echo-1");
  BOOST_TEST(error_of([&] { w.serving_endpoints.query({.name = "other"}); }) == "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(error_of([&] { w.serving_endpoints.query({.name = "echo"}); }) == "400 BAD_REQUEST");
}

BOOST_FIXTURE_TEST_CASE(a_query_is_answered_by_events, Connected) {
  std::string text;
  int events = 0;
  for (const auto& event : w.serving_endpoints.query_events("echo", question("Say \"hi\" to me"))) {
    text += *from_json<RawJson>(event.data).text.c_str() == '{' ? event.data : "?";
    ++events;
  }
  BOOST_TEST(events == 4);
  BOOST_TEST(text.find(R"("content":"Say ")") != text.npos);
  BOOST_TEST(text.find(R"("content":"\"hi\" ")") != text.npos);
  BOOST_TEST(text.find("DONE") == text.npos);
}

BOOST_FIXTURE_TEST_CASE(errors_of_a_streaming_query_are_those_of_any_call, Connected) {
  auto events = w.serving_endpoints.query_events("other", question("?"));
  BOOST_CHECK_THROW(events.begin(), ResourceDoesNotExist);
}

BOOST_FIXTURE_TEST_CASE(the_endpoint_names_its_data_plane_which_wants_oauth, Connected) {
  const auto endpoint = w.serving_endpoints.get({"echo"});
  BOOST_TEST(*endpoint.data_plane_info->query_info->endpoint_url ==
             workspace.host() + "/data-plane/serving-endpoints/echo/invocations");
  try {
    w.serving_endpoints_data_plane.query(question("?"));
    BOOST_ERROR("no error");
  } catch (const AuthError& error) {
    BOOST_TEST(std::string(error.what()) == "OAuth tokens are not available for pat authentication");
  }
  int names = 0;
  for (const auto& listed : w.serving_endpoints.list()) names += listed.name == "echo";
  BOOST_TEST(names == 1);
}

BOOST_FIXTURE_TEST_CASE(row_203_parts_of_a_request_through_a_connection_are_texts_with_json, WithConnection) {
  const auto answer = w.serving_endpoints.http_request("github", "POST", "/issues?a=b",
                                                       {.headers = {{"X-A", "1"}, {"X-Quote", "\"q\""}},
                                                        .json = R"({"title": "t", "n": [1, 2]})",
                                                        .params = {{"p", "ü"}}});
  BOOST_TEST(answer.body == "\x01 raw");
  BOOST_TEST(answer.mcp_session_id == "session-7");
  const std::lock_guard lock(mutex);
  BOOST_TEST(*sent.connection_name == "github");
  BOOST_TEST((sent.method == serving::ExternalFunctionRequestHttpMethod::POST));
  BOOST_TEST(*sent.path == "/issues?a=b");
  BOOST_TEST(*sent.headers == R"({"X-A":"1","X-Quote":"\"q\""})");
  BOOST_TEST(*sent.json == R"({"title":"t","n":[1,2]})");
  BOOST_TEST(*sent.params == R"({"p":"ü"})");
  BOOST_TEST(body.find(R"("json":"{\"title\":\"t\",\"n\":[1,2]}")") != body.npos);
}

BOOST_FIXTURE_TEST_CASE(parts_that_are_empty_are_not_sent_and_bad_json_is_refused, WithConnection) {
  w.serving_endpoints.http_request("github", "GET", "/x");
  {
    const std::lock_guard lock(mutex);
    BOOST_TEST(body == R"({"connection_name":"github","method":"GET","path":"/x"})");
    body.clear();
  }
  BOOST_CHECK_THROW(w.serving_endpoints.http_request("github", "POST", "/x", {.json = "{"}), JsonError);
  BOOST_TEST(body == "");
  // The operation as it is declared is there, too.
  const auto raw = w.serving_endpoints.http_request(
      {.connection_name = "c", .method = serving::ExternalFunctionRequestHttpMethod::GET, .path = "/"});
  BOOST_TEST(raw.contents.data == "\x01 raw");
}

BOOST_FIXTURE_TEST_CASE(clients_of_openai_get_their_address_and_headers, Connected) {
  BOOST_TEST(w.serving_endpoints.openai_base_url() == workspace.host() + "/serving-endpoints");
  const auto headers = [&] { return WorkspaceClient(workspace.config()).serving_endpoints.openai_headers(); }();
  for (int i = 0; i < 2; ++i) BOOST_TEST(*headers().find("Authorization") == "Bearer " + workspace.token());
}

BOOST_AUTO_TEST_SUITE_END()
