// One serving endpoint with a model that says what it hears: `echo`.
#include "testing/local/areas.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/models/serving.hpp>
#include <databricks/services/serving.hpp>

namespace databricks::testing::local {

namespace {

using Endpoints = services::serving::ServingEndpoints;

constexpr const char* kName = "echo";

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
  endpoint.id = "0123456789abcdef0123456789abcdef";
  endpoint.creator = kUserName;
  endpoint.data_plane_info = serving::ModelDataPlaneInfo{
      .query_info = serving::DataPlaneInfo{
          .authorization_details =
              R"([{"type":"workspace_permission","object_type":"serving-endpoints","object_path":"/serving-endpoints/)" +
              *endpoint.id + R"(","actions":["query_inference_endpoint"]}])",
          .endpoint_url = origin + "/serving-endpoints/" + kName + "/invocations"}};
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

// A word per event, as chat models stream.
HttpResponse events_for(const serving::QueryEndpointInput& request) {
  HttpResponse response{.status = 200};
  response.headers.set("Content-Type", "text/event-stream");
  const auto words = last_words(request);
  for (std::size_t begin = 0; begin < words.size();) {
    const auto end = std::min(words.find(' ', begin), words.size() - 1) + 1;
    response.body +=
        R"(data: {"choices":[{"index":0,"delta":{"content":)" + to_json(words.substr(begin, end - begin)) + "}}]}\n\n";
    begin = end;
  }
  response.body += "data: [DONE]\n\n";
  return response;
}

}  // namespace

void serve_serving_endpoints(ApiServer& server) {
  server.on<&Endpoints::list>([](const NoArguments&) {
    serving::ListEndpointsResponse response;
    response.endpoints = {serving::ServingEndpoint{.creator = kUserName, .name = kName}};
    return response;
  });
  server.on<&Endpoints::get>([&server](const serving::GetServingEndpointRequest& request) {
    check_name(request.name);
    return details(server.origin());
  });
  server.on<&Endpoints::query>([](const serving::QueryEndpointInput& request) {
    check_name(request.name);
    if (request.stream.value_or(false)) return events_for(request);
    const auto answer = answer_to(request);
    return detail::encode_response(decltype(Endpoints::query)::table, &answer);
  });
}

}  // namespace databricks::testing::local
