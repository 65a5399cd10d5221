// Bodies as HTML forms send them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace databricks::detail {

/// application/x-www-form-urlencoded: percent-encoded pairs, with `+` for blanks.
std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace databricks::detail
