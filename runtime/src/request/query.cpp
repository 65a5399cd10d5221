#include "request/query.hpp"

#include "json/text.hpp"
#include "request/percent.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

bool is_structured(const Type& type) {
  return type.kind == Kind::object || type.kind == Kind::map || type.kind == Kind::list;
}

void append_object(std::string& target, std::string_view name, const Type& type, const void* object) {
  for (const Field& field : type.object->fields) {
    append_query(target, std::string(name) + '.' + std::string(field.name), field.type(),
                 member_of(type, field, object));
  }
}

void append_list(std::string& target, std::string_view name, const Type& type, const void* list) {
  const Type& element = type.element();
  if (is_structured(without_optional(element))) {
    throw InvalidArgument("query parameter `" + std::string(name) + "`: a list of objects has no form in a query");
  }
  for (std::size_t i = 0; i < type.list->size(list); ++i) append_query(target, name, element, type.list->at(list, i));
}

void append_map(std::string& target, std::string_view name, const Type& type, const void* map) {
  struct Context {
    std::string& target;
    std::string_view name;
    const Type& element;
  } context{target, name, type.element()};
  type.map->each(map, &context, [](void* pointer, const std::string& key, const void* value) {
    auto& [out, prefix, element] = *static_cast<Context*>(pointer);
    append_query(out, std::string(prefix) + '.' + key, element, value);
  });
}

}  // namespace

void append_query_pair(std::string& target, std::string_view name, std::string_view value) {
  target += target.find('?') == target.npos ? '?' : '&';
  append_percent_encoded(target, name);
  target += '=';
  append_percent_encoded(target, value);
}

void append_query(std::string& target, std::string_view name, const Type& type, const void* object) {
  const Type* value_type = &type;
  const void* value = value_of(value_type, object);
  if (value == nullptr || presence_of(*value_type, value) != Presence::set) return;
  switch (value_type->kind) {
    case Kind::object:
      return append_object(target, name, *value_type, value);
    case Kind::list:
      return append_list(target, name, *value_type, value);
    case Kind::map:
      return append_map(target, name, *value_type, value);
    default:
      // An empty mask names no field; sent, it would mean "change nothing".
      if (value_type->kind == Kind::field_mask && static_cast<const FieldMask*>(value)->paths.empty()) return;
      return append_query_pair(target, name, scalar_text(*value_type, value));
  }
}

}  // namespace databricks::detail
