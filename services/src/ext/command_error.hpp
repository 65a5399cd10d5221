// What went wrong in a command, in the words that matter.
#pragma once

#include <string>
#include <string_view>

namespace databricks::ext {

/// `summary` is HTML, `cause` is a stack trace; both may have colours of a terminal. The text is what the exception in
/// the summary says, else what the cause says of a failed execution or as its error message, else the summary. UTF-8
/// without control characters but line breaks and tabs.
std::string command_error(std::string_view summary, std::string_view cause);

/// The text of a result without the marks of notebook cells: `Out[12]: `.
std::string without_cell_marks(std::string_view text);

}  // namespace databricks::ext
