// Text -> JSON strings.
#pragma once

#include "json/output.hpp"

namespace databricks::detail {

/// What to do with bytes that are not UTF-8.
enum class InvalidText { refuse, replace };

/// Whether nothing has to be escaped or checked: printable ASCII without quotes and backslashes.
bool is_plain(std::string_view text);
/// Quotes and escapes. False when the text is not UTF-8 and that is refused.
bool write_string(Output& out, std::string_view text, InvalidText invalid);

}  // namespace databricks::detail
