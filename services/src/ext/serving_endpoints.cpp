#include <databricks/ext/serving_endpoints.hpp>

#include "call/engine.hpp"

#include <databricks/events.hpp>
#include <databricks/models/serving.hpp>

namespace databricks::ext {

namespace {

// The service wants an object as a text that holds JSON.
std::optional<std::string> packed(const std::map<std::string, std::string>& object) {
  if (object.empty()) return std::nullopt;
  return to_json(object);
}

// The answer is raw bytes: what else is of interest stands in the headers.
class AnswerSink final : public ByteSink {
 public:
  void begin(const HttpResponse& head) override {
    const std::string* id = head.headers.find("mcp-session-id");
    answer = {.mcp_session_id = id ? *id : std::string()};
  }
  void write(std::string_view bytes) override { answer.body.append(bytes); }

  HttpRequestAnswer answer{};
};

}  // namespace

HttpRequestAnswer HttpRequestEndpoint::operator()(std::string_view connection, std::string_view method,
                                                  std::string_view path, const HttpRequestParts& parts,
                                                  const CallOptions& options) const {
  if (options.to) throw InvalidArgument("http_request returns the answer itself: CallOptions::to must be unset");
  serving::ExternalFunctionRequest request{
      .connection_name = std::string(connection),
      .method = open_enum<serving::ExternalFunctionRequestHttpMethod>::from_text(method),
      .path = std::string(path)};
  if (auto headers = packed(parts.headers)) request.headers = *std::move(headers);
  if (auto params = packed(parts.params)) request.params = *std::move(params);
  if (!parts.json.empty()) request.json = to_json(RawJson{parts.json});
  const auto sink = std::make_shared<AnswerSink>();
  CallOptions with = options;
  with.to = Sink(sink);
  (*this)(request, with);
  return std::move(sink->answer);
}

EventStream ServingEndpoints::query_events(std::string_view name, const serving::QueryEndpointInput& request,
                                           const CallOptions& options) const {
  auto streamed = request;
  streamed.name = std::string(name);
  streamed.stream = true;
  return events_of(query, std::move(streamed), options, {.done = "[DONE]"});
}

std::string ServingEndpoints::openai_base_url() const {
  if (engine().config().host.empty()) engine().authenticate({});
  return engine().config().host + "/serving-endpoints";
}

Function<Headers()> ServingEndpoints::openai_headers() const {
  return [engine = detail::share(engine())] { return engine->credential_headers({}); };
}

}  // namespace databricks::ext
