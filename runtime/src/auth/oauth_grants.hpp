// The two grants of a sign-in: a code becomes a token, and a token a new one (RFC 6749 4.1.3 and 6).
#pragma once

#include "auth/oauth_setup.hpp"

namespace databricks::detail {

/// What to redeem, and what proves that it is ours.
struct CodeGrant {
  std::string code{};
  std::string verifier{};
  std::string redirect_url{};  // as it was in the authorization request
};
/// Throws AuthError.
OAuthToken redeem_code(OAuthSetup& setup, const CodeGrant& grant, const std::stop_token& stop);

/// A new token for an old one, whose refresh token is kept if the server sends no other. Throws AuthError; without a
/// refresh token `oauth2: token expired and refresh token is not set`.
OAuthToken renewed_token(OAuthSetup& setup, const OAuthToken& old, const std::stop_token& stop);

/// Whether a token from elsewhere has enough life left to be used without a renewal.
bool is_usable(const OAuthToken& token, std::chrono::system_clock::time_point now);

}  // namespace databricks::detail
