#include "auth/required.hpp"

#include <databricks/config.hpp>

namespace databricks::detail {

std::string required(std::string_view attribute) {
  std::string text = std::string(attribute) + " is required";
  for (const auto& known : config_attributes()) {
    if (known.name == attribute && !known.environment.empty()) text += " (" + std::string(known.environment) + ')';
  }
  return text;
}

}  // namespace databricks::detail
