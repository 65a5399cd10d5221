// The reason a method gives for an attribute that is not there.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// `client_id is required (DATABRICKS_CLIENT_ID)`: with the variable of the environment that would set it.
std::string required(std::string_view attribute);

}  // namespace databricks::detail
