// Fields -> query parameters.
#pragma once

#include <databricks/type.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// Appends `name=value` for a field, separated from what is there with `?` or `&`: nothing when it is unset, one pair
/// per element of a list, `name.member=value` for objects and maps. Throws InvalidArgument for lists of objects,
/// which have no form in a query.
void append_query(std::string& target, std::string_view name, const Type& type, const void* value);

/// One pair; the value is plain text.
void append_query_pair(std::string& target, std::string_view name, std::string_view value);

}  // namespace databricks::detail
