// The whole life of a call.
#include "call/attempts.hpp"
#include "call/decode.hpp"
#include "call/engine.hpp"
#include "request/build.hpp"

#include <databricks/service.hpp>

namespace databricks::detail {

HttpRequest build(Engine& engine, const EndpointTable& endpoint, const void* request, const CallOptions& options) {
  return build_request(endpoint, request, engine.config(), engine.level(), options);
}

void call(Engine& engine, const EndpointTable& endpoint, const void* request, void* response,
          const CallOptions& options) {
  HttpRequest http_request = build(engine, endpoint, request, options);
  HttpResponse http_response = send_with_retries(engine, http_request, options);
  decode_response(endpoint, std::move(http_response), response);
}

}  // namespace databricks::detail
