// JSON texts as the log and errors show them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// How a JSON text is shown.
struct JsonForm {
  bool pretty = true;     // a line per member and element, keys sorted; false: one line, as it came
  std::size_t limit = 0;  // of texts and lists, in bytes; 0: nothing is cut
};

/// Masked, non-ASCII characters as `\u...`, numbers with their digits. Nothing for a text that is no JSON, is nested
/// deeper than 100 levels or is larger than 4 MiB.
std::optional<std::string> shown_json(std::string_view text, const JsonForm& form);

}  // namespace databricks::detail
