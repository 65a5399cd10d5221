// The attempts of one call: sign, send, and send again while that can help.
#pragma once

#include "call/engine.hpp"

#include <databricks/call.hpp>

namespace databricks::detail {

/// The answer of the last attempt, whatever its status. Throws TransportError and what credentials throw.
HttpResponse send_with_retries(Engine& engine, HttpRequest& request, const CallOptions& options);

}  // namespace databricks::detail
