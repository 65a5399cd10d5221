// Where the OAuth server of a host takes requests (reference: config-and-auth 4.1).
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// By `discovery_url`, else by the kind of the host. Throws AuthError.
OidcEndpoints oidc_endpoints(const AuthContext& context, const std::stop_token& stop);

}  // namespace databricks::detail
