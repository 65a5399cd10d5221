// The table that a command brings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::ext {

/// The rows of `[["a",1],[null,true]]`: texts as they are, null as nothing, everything else as its JSON. Throws
/// JsonError for what is no list of lists.
std::vector<std::vector<std::optional<std::string>>> table_rows(std::string_view json);

}  // namespace databricks::ext
