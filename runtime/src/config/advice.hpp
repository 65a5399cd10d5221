// What an error says about the configuration in use, so that people see at once which one it was.
#pragma once

#include <databricks/config.hpp>

#include <string>
#include <string_view>

namespace databricks {

/// `. Config: host=https://a.b, token=***. Env: DATABRICKS_TOKEN`: attributes that are set, and variables of the
/// environment that are, whether they were used or not. Follows a message without its final dots. Secrets are `***`,
/// of the host only scheme and name are shown. Empty when there is nothing to say.
std::string configuration_advice(const Config& config);

std::string_view without_final_dots(std::string_view message);

}  // namespace databricks
