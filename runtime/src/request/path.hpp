// Path templates: `/api/2.0/accounts/{config.account_id}/x/{id}/{+name}`.
#pragma once

#include <databricks/config.hpp>
#include <databricks/endpoint_table.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// One piece of a path template: text as it is, or a placeholder.
struct PathPart {
  enum class Kind { literal, field, multi_segment_field, from_config };
  Kind kind;
  std::string_view text;  // the literal, or the name of the field or attribute
};

/// The next piece of a template; removes it from `rest`, which must not be empty.
/// Throws InvalidArgument for a placeholder that is not closed.
DATABRICKS_API PathPart next_path_part(std::string_view& rest);

/// Whether the template has this field as a placeholder.
bool is_path_field(std::string_view path, std::string_view field);

/// The path with all placeholders filled in and encoded. Throws InvalidArgument for a value that is unset, empty,
/// `.` or `..`, and ConfigError for an attribute that is not configured.
std::string expand_path(const EndpointTable& endpoint, const void* request, const Config& config);

}  // namespace databricks::detail
