// Credentials that are a header which stays, or a token in the Authorization header.
#pragma once

#include "auth/token_source.hpp"

namespace databricks::detail {

/// `Authorization: {token_type} {access_token}` with whatever the source gives. Its errors begin with the auth type.
std::shared_ptr<Credentials> bearer_credentials(std::string_view auth_type, std::unique_ptr<TokenSource> source);

/// The same headers for every attempt.
std::shared_ptr<Credentials> fixed_credentials(std::string_view auth_type, Headers headers);

/// The secret as it is. Throws AuthError, which doesn't show it, when it holds control characters.
std::string checked_secret(std::string_view secret, std::string_view what);
/// The token without surrounding blanks. Throws AuthError, which doesn't show it, when it holds control characters.
std::string checked_token(std::string_view token, std::string_view what);

}  // namespace databricks::detail
