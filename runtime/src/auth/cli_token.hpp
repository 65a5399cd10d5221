// Tokens as command line tools print them.
#pragma once

#include <databricks/credentials.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace databricks::detail {

/// A point in time as tools and metadata servers write it: RFC 3339, `2024-03-20 10:30:00.5` in local time, or seconds
/// since 1970. What is too far away for the clock becomes its last or first year. Nothing when it is none of these.
std::optional<std::chrono::system_clock::time_point> parse_expiry(std::string_view text);

/// The token in a tool's JSON: of az, `accessToken`, `tokenType` and, the surer one first, `expires_on` or `expiresOn`;
/// of the Databricks CLI, `access_token`, `token_type` and `expiry`. Throws AuthError, which shows nothing of it:
/// `cannot unmarshal CLI result`, `cannot parse expiry`.
OAuthToken parse_cli_token(std::string_view output);

}  // namespace databricks::detail
