// Which names belong to secrets.
#pragma once

#include <string_view>

namespace databricks::detail {

/// Whether a member or key of this name holds a secret; upper and lower case are the same.
bool is_secret_key(std::string_view name);

}  // namespace databricks::detail
