// The whole life of a call.
#include "call/call_run.hpp"
#include "call/data_plane.hpp"
#include "call/decode.hpp"
#include "call/engine.hpp"
#include "request/build.hpp"

#include <databricks/service.hpp>

namespace databricks::detail {

HttpRequest build(Engine& engine, const EndpointTable& endpoint, const void* request, const CallOptions& options) {
  return build_request(endpoint, request, engine.config(), engine.level(), options).http;
}

void call(Engine& engine, const EndpointTable& endpoint, const void* request, void* response,
          const CallOptions& options) {
  engine.authenticate(options.stop);  // which completes the configuration: host, account, workspace
  if (endpoint.data_plane != nullptr) return call_data_plane(engine, endpoint, request, response, options);
  BuiltRequest built = build_request(endpoint, request, engine.config(), engine.level(), options);
  const CallPlan plan{
      .method = endpoint.method, .path = endpoint.path, .idempotent = endpoint.idempotent, .has_key = built.has_key};
  CallRun run(engine, plan, options);
  HttpResponse answer = run.send(built.http);
  run.finish([&] { decode_response(endpoint, built.http, std::move(answer), response); });
}

}  // namespace databricks::detail
