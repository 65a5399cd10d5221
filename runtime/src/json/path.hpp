// The path of a value in a JSON text, as errors name it: `$.settings.tasks[3].timeout_seconds`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace databricks::detail {

/// `.name`, or `["na me"]` for what is no identifier. Long names are cut: they may be data.
std::string path_member(std::string_view name);
/// `[3]`
std::string path_index(std::size_t index);

}  // namespace databricks::detail
