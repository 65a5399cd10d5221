// Foreign text as it may stand in an error.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// The text in UTF-8, and safe for a terminal: bytes that are not UTF-8 and control characters become U+FFFD, but for
/// line breaks and tabs. CR LF becomes LF.
std::string clean_text(std::string_view text);

}  // namespace databricks::detail
