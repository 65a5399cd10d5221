// The address that a browser is sent to (RFC 6749 4.1.1, RFC 7636 4.3).
#pragma once

#include "auth/oauth_setup.hpp"
#include "auth/token_endpoint.hpp"

#include <string>
#include <string_view>

namespace databricks::detail {

/// The endpoint with these fields in its query. What the endpoint's own query says otherwise about them goes.
std::string with_query(std::string_view endpoint, const Form& fields);
/// Of a sign-in with this state and PKCE verifier. Throws AuthError without an authorization endpoint.
std::string authorization_url(const OAuthSetup& setup, const std::string& state, std::string_view verifier);

}  // namespace databricks::detail
