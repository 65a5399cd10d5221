// Names of columns and of members: SQL knows no case, and `userId` is `user_id`.
#pragma once

#include <databricks/type.hpp>

#include <string_view>

namespace databricks::detail {

/// Whether two names are the same but for case and underscores.
bool similar_name(std::string_view a, std::string_view b);
/// The member of this name in any case; if there is none, one of a similar name; else null.
const Field* find_named_field(const Type& type, std::string_view name);

}  // namespace databricks::detail
