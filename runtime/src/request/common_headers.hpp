// Headers that do not depend on what is called.
#pragma once

#include <databricks/call.hpp>
#include <databricks/client.hpp>

namespace databricks::detail {

/// Adds the workspace of the client, the client's custom headers unless a header of this name is there already, and the
/// headers of the call in place of any that are. Call it when all others are set.
void set_common_headers(HttpRequest& request, const Config& config, ClientLevel level, const CallOptions& options);

/// The headers of the call alone, for hosts that are not the client's.
void set_call_headers(HttpRequest& request, const CallOptions& options);

}  // namespace databricks::detail
