// The text of a command as it is sent.
#pragma once

#include <string>
#include <string_view>

namespace databricks::ext {

/// Lets commands be indented like the program they stand in: tabs become four blanks, the indent that all lines share
/// goes, and so do blank lines; every line ends with a line break.
std::string trimmed_command(std::string_view command);

}  // namespace databricks::ext
