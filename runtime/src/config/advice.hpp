// What an error says about the configuration in use, so that people see at once which one it was.
#pragma once

#include "config/attributes.hpp"

#include <string>
#include <string_view>

namespace databricks {

/// `. Config: host=https://a.b, token=***. Env: DATABRICKS_TOKEN`: attributes that are set, and variables of the
/// environment that are, whether they were used or not. Follows a message without its final dots. Secrets are `***`,
/// of the host only scheme and name are shown. Empty when there is nothing to say.
std::string configuration_advice(const Config& config);

std::string_view without_final_dots(std::string_view message);

/// An attribute's value as it may be shown; of a secret `mask`, of an address no user name, password or query. Empty
/// when it is not set.
std::string shown_value(const Config& config, const AttributeRow& row, std::string_view mask);

}  // namespace databricks
