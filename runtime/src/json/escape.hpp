// Text -> JSON strings.
#pragma once

#include "json/output.hpp"

namespace databricks::detail {

/// What to do with bytes that are not UTF-8.
enum class InvalidText { refuse, replace };

/// Quotes and escapes. False when the text is not UTF-8 and that is refused.
bool write_string(Output& out, std::string_view text, InvalidText invalid);

}  // namespace databricks::detail
