// Workload identity federation: an ID token of another issuer becomes a token of Databricks (RFC 8693).
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// Gets an ID token. Asked anew for each exchange: ID tokens live for minutes. Throws AuthError.
using IdTokenSource = Function<std::string(const std::stop_token&)>;

/// Exchanges ID tokens at the token endpoint of the host, for the service principal `client_id` or, without one, for
/// whomever the account's federation policy names.
std::unique_ptr<TokenSource> exchange_source(const AuthContextPtr& context, IdTokenSource id_tokens);

/// One such exchange. `type` is what the token is (RFC 8693 3). Throws AuthError.
OAuthToken exchange_token(const AuthContext& context, std::string_view subject_token, const std::string& type,
                          const std::stop_token& stop);

}  // namespace databricks::detail
