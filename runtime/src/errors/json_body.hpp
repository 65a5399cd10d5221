// Errors as services write them: JSON objects in several dialects.
#pragma once

#include <databricks/service_error.hpp>

#include <optional>
#include <string_view>

namespace databricks::detail {

/// Code, message and details; nothing when the body is no JSON object. Members of other types than they should be are
/// read as text.
std::optional<ServiceError> read_json_body(std::string_view body, int status);

}  // namespace databricks::detail
