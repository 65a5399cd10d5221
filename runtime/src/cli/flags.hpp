// Flags of people, `--autoscale.min-workers 2`, and the fields they stand for. The type of the field says how the
// text is read, so no value needs JSON's quotes.
#pragma once

#include <databricks/type.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail::cli {

/// The flag of a field, without dashes in front: `min-workers`.
std::string flag_name(const Field& field);
/// The field of a struct that this part of a flag names, or null.
const Field* flag_field(const Type& type, std::string_view name);

/// The type of what a flag names, as in `autoscale.min-workers`; a part behind a map is a key. Throws UsageError.
const Type& flag_type(const Type& type, std::string_view flag);
/// Sets it; a list gets one element more, unless the text is a JSON array; a map takes `key=value` or a JSON object.
/// Throws UsageError.
void set_flag(const Type& type, void* object, std::string_view flag, std::string_view text);

}  // namespace databricks::detail::cli
