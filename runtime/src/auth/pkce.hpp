// What ties an authorization code to the one who asked for it: state and PKCE (RFC 7636).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::detail {

constexpr std::size_t kStateBytes = 16;
constexpr std::size_t kVerifierBytes = 32;

/// Random bytes in the URL form of base64, from OpenSSL's generator. Throws AuthError when that has none.
std::string random_text(std::size_t bytes);
/// The challenge S256 of a verifier.
std::string pkce_challenge(std::string_view verifier);
/// Compares in a time that does not tell how much is equal.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace databricks::detail
