// Where the OAuth server of a host takes requests.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// By `discovery_url`, else by the kind of the host. Throws AuthError.
OidcEndpoints oidc_endpoints(const AuthContext& context, const std::stop_token& stop);
/// Those of the Entra tenant that an Azure workspace sends browsers to. Throws AuthError.
OidcEndpoints entra_endpoints(const AuthContext& context, const std::stop_token& stop);

/// Throws AuthError for an endpoint, named by `source`, that is neither https nor on this machine: secrets go there.
void check_endpoint(const std::string& url, const std::string& source);

}  // namespace databricks::detail
