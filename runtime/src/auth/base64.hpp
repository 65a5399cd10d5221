// Base64 (RFC 4648), by OpenSSL, and its URL form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

std::string base64(std::string_view bytes);
/// With padding, and line breaks nowhere; nothing when it isn't that.
std::optional<std::string> from_base64(std::string_view text);
/// Section 5, without padding.
std::string base64_url(std::string_view bytes);
/// Of the URL form, with or without padding; nothing when it isn't that.
std::optional<std::string> from_base64_url(std::string_view text);

}  // namespace databricks::detail
