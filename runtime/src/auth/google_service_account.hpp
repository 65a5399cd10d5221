// Google service accounts with a key: a signed assertion for a token (RFC 7523).
#pragma once

#include "auth/context.hpp"

#include <span>
#include <string>
#include <string_view>

namespace databricks::detail {

struct GoogleServiceAccount {
  std::string client_email{};
  std::string private_key{};     // PEM
  std::string private_key_id{};  // empty: unknown
  std::string token_uri{};
};

/// From the JSON of a key file, with its key checked. `where` says where the text was found. Throws AuthError that
/// names the member at fault and shows no value.
GoogleServiceAccount read_google_service_account(std::string_view json, const std::string& where);

/// The token of a 2xx answer's text: expires as its claim `exp` says, or in an hour.
OAuthToken google_id_token(const AuthContext& context, std::string_view text, const std::string& host);

/// Throws AuthError.
OAuthToken fetch_google_id_token(const AuthContext& context, const GoogleServiceAccount& account,
                                 const std::string& audience, const std::stop_token& stop);
OAuthToken fetch_google_access_token(const AuthContext& context, const GoogleServiceAccount& account,
                                     std::string_view scopes, const std::stop_token& stop);

}  // namespace databricks::detail
