// The errors that all areas answer with.
#pragma once

#include <databricks/field.hpp>
#include <databricks/service_error.hpp>

namespace databricks::testing::local {

[[noreturn]] inline void refuse(const char* code, const std::string& message) {
  throw DatabricksError(400, code, message);
}
[[noreturn]] inline void refuse_value(const std::string& message) { refuse("INVALID_PARAMETER_VALUE", message); }
[[noreturn]] inline void refuse_missing(const std::string& message) {
  throw DatabricksError(404, "RESOURCE_DOES_NOT_EXIST", message);
}

/// The value of a field that must be there.
template <class T>
const T& required(const optional<T>& field, const char* name) {
  if (!field.has_value()) refuse_value(std::string("Missing required field: ") + name);
  return *field;
}

}  // namespace databricks::testing::local
