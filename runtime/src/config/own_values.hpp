// Configurations that keep to what the program says.
#pragma once

#include <databricks/config.hpp>

namespace databricks {

/// How `config` reads the environment, without the variables of attributes: proxies and places are still found.
Function<std::optional<std::string>(std::string_view)> environment_without_attributes(const Config& config);

}  // namespace databricks
