// Takes a value back to nothing.
#pragma once

#include <databricks/type.hpp>

namespace databricks::detail {

/// Makes a field unset; what can't be unset becomes zero or empty, member by member.
void clear_value(const Type& type, void* object);

}  // namespace databricks::detail
