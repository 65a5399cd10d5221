// JSON Web Tokens: claims are read without verification (they only say when a token expires or whose it is), and
// assertions are signed RS256 (RFC 7515, RFC 7518 3.3).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// The JSON of the payload; nothing when it is no JWT.
std::optional<std::string> jwt_claims(std::string_view token);
/// Claim `exp`.
std::optional<std::chrono::system_clock::time_point> jwt_expiry(std::string_view token);
/// The text of a claim; empty when it is missing or no text.
std::string jwt_text_claim(std::string_view token, std::string_view name);

/// Throws AuthError with advice, and without the key, when the text is no unencrypted RSA key in PEM form (PKCS#8 or
/// PKCS#1).
void check_private_key(const std::string& pem);

/// `header.payload.signature` with a PEM private key (PKCS#8 or PKCS#1). Throws as check_private_key().
std::string signed_jwt(std::string_view header_json, std::string_view claims_json, const std::string& private_key_pem);

}  // namespace databricks::detail
