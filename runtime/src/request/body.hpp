// Fields -> the body of a request.
#pragma once

#include <databricks/endpoint_table.hpp>
#include <databricks/http.hpp>

#include <string_view>

namespace databricks::detail {

/// Sets body or source, has_body and Content-Type. `generated_key` stands in for an idempotency key that the caller
/// left empty.
void set_body(HttpRequest& out, const EndpointTable& endpoint, const void* request, std::string_view generated_key);

}  // namespace databricks::detail
