// Dates of HTTP headers (RFC 9110 5.6.7).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace databricks::detail {

/// Reads all three forms: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
/// `Sun Nov  6 08:49:37 1994`. A year of two digits is the one that is no more than 50 years after `now`.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text, std::chrono::sys_seconds now);

}  // namespace databricks::detail
