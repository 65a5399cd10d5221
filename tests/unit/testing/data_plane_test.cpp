// The data plane of the local workspace's serving endpoint: with the client, and with tokens that are not for it.
#include "workspace.hpp"

#include <databricks/events.hpp>
#include <databricks/models/serving.hpp>

using namespace databricks;
using databricks::testing::LocalWorkspace;

namespace {

serving::QueryEndpointInput question(const char* words) {
  serving::QueryEndpointInput input;
  input.name = "echo";
  input.messages = {{.content = words, .role = serving::ChatMessageRole::user}};
  return input;
}

struct Planes {
  LocalWorkspace workspace{};
  WorkspaceClient w{workspace.oauth_config()};

  // Says `hi` at the data plane with a token, or with none.
  HttpResponse say_hi(const std::string& token) const {
    HttpRequest request{.method = "POST",
                        .origin = workspace.host(),
                        .target = "/data-plane/serving-endpoints/echo/invocations",
                        .body = R"({"messages":[{"content":"hi"}]})"};
    request.headers.set("Content-Type", "application/json");
    if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
    return http_transport()->send(request, {}, nullptr);
  }
  // In exchange for the client's.
  std::string token_for(const std::string& details) const {
    RawCall form;
    form.form = {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                 {"authorization_details", details},
                 {"assertion", w.token().access_token}};
    form.authenticate = [](HttpRequest&) {};  // the form says it all
    const auto body = w.do_("POST", "/oidc/v1/token", form).body;
    const auto start = body.find(":\"") + 2;
    return body.substr(start, body.find('"', start) - start);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(data_plane, Planes)

BOOST_AUTO_TEST_CASE(the_client_asks_the_model_itself) {
  for (const char* words : {"Hello there", "Again"}) {
    const auto answer = w.serving_endpoints_data_plane.query(question(words));
    BOOST_TEST(*answer.choices[0].message->content == words);
    BOOST_TEST(*answer.served_model_name == "echo-1");
  }
  BOOST_TEST(error_of([&] { w.serving_endpoints_data_plane.query({.name = "other"}); }) ==
             "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(error_of([&] { w.serving_endpoints_data_plane.query({.name = "echo"}); }) == "400 BAD_REQUEST");
}

BOOST_AUTO_TEST_CASE(the_model_streams_there_too) {
  auto asked = question("one two three");
  asked.stream = true;
  int events = 0;
  for (const auto& event : events_of(w.serving_endpoints_data_plane.query, asked, {}, {.done = "[DONE]"})) {
    BOOST_TEST(event.data.find("delta") != std::string::npos);
    ++events;
  }
  BOOST_TEST(events == 3);
}

BOOST_AUTO_TEST_CASE(only_tokens_that_were_made_for_it_are_let_in) {
  const auto details = *w.serving_endpoints.get({"echo"}).data_plane_info->query_info->authorization_details;
  const auto changed = [&](std::string from, const char* to) {
    auto other = details;
    return other.replace(other.find(from), from.size(), to);
  };
  const struct {
    const char* what;
    std::string token;
    int status;
  } rows[] = {
      {"its own", token_for(details), 200},
      {"one among others", token_for(R"([{"type":"x","actions":["y"]},)" + details.substr(1)), 200},
      {"none", "", 401},
      {"a foreign one", "foreign", 401},
      {"that of the API", w.token().access_token, 401},
      {"the fixed one", workspace.token(), 401},
      {"of another type", token_for(changed("workspace_permission", "account_permission")), 401},
      {"of another object", token_for(changed("/serving-endpoints/0", "/serving-endpoints/1")), 401},
      {"for another action", token_for(changed("query_inference_endpoint", "manage_inference_endpoint")), 401},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) BOOST_TEST(say_hi(row.token).status == row.status);
  }
}

BOOST_AUTO_TEST_CASE(one_token_serves_many_callers) {
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i) {
      callers.emplace_back([&] {
        for (int n = 0; n < 5; ++n) answered += !w.serving_endpoints_data_plane.query(question("x")).choices.empty();
      });
    }
  }
  BOOST_TEST(answered == 40);
}

BOOST_AUTO_TEST_SUITE_END()
