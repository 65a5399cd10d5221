// Fields by their wire names, of objects known by their tables only.
#pragma once

#include <databricks/type.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

/// A value inside an object, with its type; null object: unset, or no such field.
struct Located {
  const Type* type = nullptr;
  const void* object = nullptr;
};

/// Follows `status.state`. What is unset on the way gives a null object.
Located locate(const Type& type, const void* object, std::string_view path);
/// The text of the scalar there; empty when unset.
std::string text_at(const Type& type, const void* object, std::string_view path);
/// The JSON of the value there; empty when unset or null.
std::string json_at(const Type& type, const void* object, std::string_view path);
/// Sets a field from JSON. Throws JsonError, and Error when there is no such field.
void assign(const Type& type, void* object, std::string_view field, std::string_view json);
/// Unsets every field that can be unset.
void clear_fields(const Type& type, void* object);

}  // namespace databricks::detail
