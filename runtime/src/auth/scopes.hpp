// The scopes a token is asked for.
#pragma once

#include <databricks/config.hpp>

#include <string>

namespace databricks::detail {

/// `clusters sql`: sorted, without doubles; `all-apis` when none are configured.
std::string scope_text(const Config& config);

}  // namespace databricks::detail
