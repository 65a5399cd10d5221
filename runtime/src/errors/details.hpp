// The `details` of an error's body -> ErrorDetails.
#pragma once

#include <databricks/error_details.hpp>

#include <string_view>

namespace databricks::detail {

/// `json` is any JSON value; what is not an array has no details. Entries of other types or shapes than the known ones
/// are kept as they are.
ErrorDetails read_details(std::string_view json);

}  // namespace databricks::detail
