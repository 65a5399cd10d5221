// What a header field may consist of, sent or received.
#pragma once

#include <string_view>

namespace databricks {

/// Whether it is a token (RFC 9110 5.6.2).
bool is_header_name(std::string_view text);

/// Throws InvalidArgument, which never shows the value, for what Headers::set refuses.
void check_header(std::string_view name, std::string_view value);

}  // namespace databricks
