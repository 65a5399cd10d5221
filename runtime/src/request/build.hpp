// A call -> an HTTP request, without credentials.
#pragma once

#include <databricks/call.hpp>
#include <databricks/client.hpp>
#include <databricks/endpoint_table.hpp>

namespace databricks::detail {

struct BuiltRequest {
  HttpRequest http{};
  bool has_key = false;  // the service recognises it when it comes a second time
};

/// Headers of the same name replace each other: the client's custom ones, what the endpoint and its fields say, the
/// call's own. Throws InvalidArgument, ConfigError, or JsonError for values that can't be sent.
BuiltRequest build_request(const EndpointTable& endpoint, const void* request, const Config& config, ClientLevel level,
                           const CallOptions& options);

}  // namespace databricks::detail
