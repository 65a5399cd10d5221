#include "config/own_values.hpp"

#include <cstdlib>

namespace databricks {

Function<std::optional<std::string>(std::string_view)> environment_without_attributes(const Config& config) {
  return [ask = config.environment](std::string_view name) -> std::optional<std::string> {
    for (const auto& attribute : config_attributes()) {
      if (name == attribute.environment || name == attribute.environment_alias) return std::nullopt;
    }
    if (ask) return ask(name);
    const char* value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
}

}  // namespace databricks
