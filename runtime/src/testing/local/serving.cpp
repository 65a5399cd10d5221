// One serving endpoint with a model that says what it hears: `echo`. It answers in the API and at a data plane.
#include "testing/local/access_tokens.hpp"
#include "testing/local/areas.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/json.hpp>
#include <databricks/models/serving.hpp>
#include <databricks/reflect.hpp>
#include <databricks/services/serving.hpp>

namespace databricks::testing::local {

// As in the API, at an address of its own.
struct ServingDataPlane : Service {
  Endpoint<"POST /data-plane/serving-endpoints/{name}/invocations", serving::QueryEndpointInput,
           serving::QueryEndpointResponse, ResponseHeaders<"served-model-name">>
      query{*this};
};

namespace {

using Endpoints = services::serving::ServingEndpoints;

constexpr const char* kName = "echo";
constexpr const char* kId = "0123456789abcdef0123456789abcdef";

TokenDetail may_query() {
  return {.type = "workspace_permission",
          .object_type = "serving-endpoints",
          .object_path = std::string("/serving-endpoints/") + kId,
          .actions = {"query_inference_endpoint"}};
}

void check_name(const optional<std::string>& name) {
  if (name.value_or("") != kName) refuse_missing("Endpoint with name '" + name.value_or("") + "' does not exist.");
}

std::string last_words(const serving::QueryEndpointInput& request) {
  if (request.messages.empty()) throw DatabricksError(400, "BAD_REQUEST", "Missing required field: messages");
  return request.messages.back().content.value_or("");
}

serving::ServingEndpointDetailed details(const std::string& origin) {
  serving::ServingEndpointDetailed endpoint;
  endpoint.name = kName;
  endpoint.id = kId;
  endpoint.creator = kUserName;
  endpoint.data_plane_info = serving::ModelDataPlaneInfo{
      .query_info =
          serving::DataPlaneInfo{.authorization_details = to_json(std::vector{may_query()}),
                                 .endpoint_url = origin + "/data-plane/serving-endpoints/" + kName + "/invocations"}};
  return endpoint;
}

serving::QueryEndpointResponse answer_to(const serving::QueryEndpointInput& request) {
  serving::QueryEndpointResponse response;
  response.choices = {serving::V1ResponseChoiceElement{
      .finish_reason = "stop",
      .index = 0,
      .message = serving::ChatMessage{.content = last_words(request), .role = serving::ChatMessageRole::assistant}}};
  response.model = kName;
  response.served_model_name = "echo-1";
  return response;
}

// A word per event, as chat models stream; then that it is done, then the end.
class Speech {
 public:
  explicit Speech(std::string words) : words_(std::move(words)) {}

  std::string operator()(const std::stop_token&) {
    if (begin_ == words_.size()) return std::exchange(done_, true) ? "" : "data: [DONE]\n\n";
    const auto end = std::min(words_.find(' ', begin_), words_.size() - 1) + 1;
    const auto word = words_.substr(begin_, end - begin_);
    begin_ = end;
    return R"(data: {"choices":[{"index":0,"delta":{"content":)" + to_json(word) + "}}]}\n\n";
  }

 private:
  std::string words_;
  std::size_t begin_ = 0;
  bool done_ = false;
};

StreamedResponse answer_query(const serving::QueryEndpointInput& request) {
  check_name(request.name);
  if (request.stream.value_or(false)) {
    return {HttpResponse{.status = 200, .headers = {{"Content-Type", "text/event-stream"}}},
            Speech(last_words(request))};
  }
  const auto answer = answer_to(request);
  return detail::encode_response(decltype(Endpoints::query)::table, &answer);
}

}  // namespace

void serve_serving_endpoints(ApiServer& server, const std::shared_ptr<AccessTokens>& tokens) {
  server.on<&Endpoints::list>([](const NoArguments&) {
    serving::ListEndpointsResponse response;
    response.endpoints = {serving::ServingEndpoint{.creator = kUserName, .name = kName}};
    return response;
  });
  server.on<&Endpoints::get>([&server](const serving::GetServingEndpointRequest& request) {
    check_name(request.name);
    return details(server.origin());
  });
  server.on<&Endpoints::query>(answer_query);
  server.on<&ServingDataPlane::query>(
      answer_query, [tokens](const HttpRequest& http) { tokens->check_data_plane(bearer_token(http), may_query()); });
}

}  // namespace databricks::testing::local
