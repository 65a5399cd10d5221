// Fields -> the body of a request.
#pragma once

#include "request/idempotency.hpp"

#include <databricks/endpoint_table.hpp>
#include <databricks/http.hpp>

namespace databricks::detail {

/// Sets body or source, has_body and Content-Type. A generated key stands in for what the caller left empty.
void set_body(HttpRequest& out, const EndpointTable& endpoint, const void* request, const IdempotencyField& key);

}  // namespace databricks::detail
