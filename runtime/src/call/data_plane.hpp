// Calls that a resource answers itself, at an address and with a token of its own.
#pragma once

#include "call/engine.hpp"

#include <databricks/call.hpp>
#include <databricks/endpoint_table.hpp>

namespace databricks::detail {

/// The whole life of a call of an endpoint with a DataPlane trait: asks the control plane for address and details,
/// exchanges the client's OAuth token for one that is good there, and calls that address, with nothing of the client's
/// own credentials and custom headers. Address and token are kept; when a kept one is refused with 401 or 404 they are
/// asked for anew and the call is sent once more. The engine must be authenticated. Throws what calls throw, AuthError,
/// and Error `Resource does not support direct Data Plane access`.
void call_data_plane(Engine& engine, const EndpointTable& endpoint, const void* request, void* response,
                     const CallOptions& options);

}  // namespace databricks::detail
