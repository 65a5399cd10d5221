// A call -> an HTTP request, without credentials.
#pragma once

#include <databricks/call.hpp>
#include <databricks/client.hpp>
#include <databricks/endpoint_table.hpp>

namespace databricks::detail {

/// Throws InvalidArgument, ConfigError, or JsonError for values that can't be sent.
HttpRequest build_request(const EndpointTable& endpoint, const void* request, const Config& config, ClientLevel level,
                          const CallOptions& options);

}  // namespace databricks::detail
