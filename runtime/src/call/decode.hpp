// An HTTP answer -> the response object.
#pragma once

#include <databricks/endpoint_table.hpp>
#include <databricks/http.hpp>

namespace databricks::detail {

/// Throws DatabricksError for an error status, JsonError for a body that is not what it should be.
void decode_response(const EndpointTable& endpoint, HttpResponse&& http, void* response);

}  // namespace databricks::detail
