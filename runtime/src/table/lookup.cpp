// Finding one's way in the type tables.
#include <databricks/type.hpp>

namespace databricks {

const Field* find_field(const Type& type, std::string_view wire_name) {
  if (type.object == nullptr) return nullptr;
  for (const Field& field : type.object->fields) {
    if (field.name == wire_name) return &field;
  }
  return nullptr;
}

const Type& without_optional(const Type& type) {
  const Type* inner = &type;
  while (inner->kind == Kind::nullable) inner = &inner->element();
  return *inner;
}

const void* value_of(const Type*& type, const void* object) {
  while (type->kind == Kind::nullable) {
    if (type->presence(object) != Presence::set) return nullptr;
    object = type->nullable->get(object);
    type = &type->element();
  }
  return presence_of(*type, object) == Presence::set ? object : nullptr;
}

}  // namespace databricks
