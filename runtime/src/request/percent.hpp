// Percent-encoding of what goes into a URL (RFC 3986 2.1).
#pragma once

#include <databricks/export.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// Appends `text` with everything encoded but unreserved characters (RFC 3986 2.3).
DATABRICKS_API void append_percent_encoded(std::string& out, std::string_view text);
/// The reverse; a `%` that is followed by no two hex digits stays as it is.
std::string percent_decoded(std::string_view text);

}  // namespace databricks::detail
