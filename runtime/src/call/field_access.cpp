#include "call/field_access.hpp"

#include "json/text.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>

namespace databricks::detail {

Located locate(const Type& type, const void* object, std::string_view path) {
  Located here{&type, object};
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    const Field* field = here.type->kind == Kind::object ? find_field(*here.type, name) : nullptr;
    if (field == nullptr) return {};
    const void* member = member_of(*here.type, *field, here.object);
    here.type = &field->type();
    here.object = value_of(here.type, member);
    if (here.object == nullptr || presence_of(*here.type, here.object) != Presence::set) return {};
  }
  return here;
}

std::string text_at(const Type& type, const void* object, std::string_view path) {
  const auto found = path.empty() ? Located{} : locate(type, object, path);
  return found.object ? scalar_text(*found.type, found.object) : std::string();
}

std::string json_at(const Type& type, const void* object, std::string_view path) {
  const auto found = locate(type, object, path);
  std::string json;
  if (found.object) write_json(*found.type, found.object, json);
  return json;
}

void assign(const Type& type, void* object, std::string_view name, std::string_view json) {
  const Field* field = type.kind == Kind::object ? find_field(type, name) : nullptr;
  if (field == nullptr) throw Error("the request has no field `" + std::string(name) + "`");
  read_json(field->type(), member_of(type, *field, object), json);
}

void clear_fields(const Type& type, void* object) {
  for (const Field& field : type.object->fields) {
    const Type& field_type = field.type();
    if (field_type.reset) field_type.reset(member_of(type, field, object), Presence::unset);
  }
}

}  // namespace databricks::detail
