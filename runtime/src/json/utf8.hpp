// UTF-8: is it valid, and what to make of it when it isn't.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// The length of the valid sequence that `text` begins with (1 to 4); 0 when there is none.
std::size_t utf8_sequence(std::string_view text);
bool is_utf8(std::string_view text);
/// Every invalid part becomes U+FFFD.
std::string repaired_utf8(std::string_view text);
/// The same for a JSON text, where escapes of lone surrogates become U+FFFD too.
std::string repaired_json(std::string_view text);

}  // namespace databricks::detail
