#include "table/clear.hpp"

#include <cstring>

namespace databricks::detail {

void clear_value(const Type& type, void* object) {
  if (type.reset) return type.reset(object, Presence::unset);
  switch (type.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::floating:
      std::memset(object, 0, type.size);
      break;
    case Kind::text:
      static_cast<std::string*>(object)->clear();
      break;
    case Kind::timestamp:
      *static_cast<Timestamp*>(object) = {};
      break;
    case Kind::duration:
      *static_cast<Duration*>(object) = {};
      break;
    case Kind::field_mask:
      static_cast<FieldMask*>(object)->paths.clear();
      break;
    case Kind::raw_json:
      static_cast<RawJson*>(object)->text.clear();
      break;
    case Kind::bytes:
      static_cast<Bytes*>(object)->data.clear();
      break;
    case Kind::source:
      *static_cast<Source*>(object) = {};
      break;
    case Kind::enumeration:
      type.enumeration->set(object, 0);
      break;
    case Kind::object:
      for (const Field& field : type.object->fields) clear_value(field.type(), member_of(type, field, object));
      break;
    case Kind::list:
      type.list->clear(object);
      break;
    case Kind::map:
      type.map->clear(object);
      break;
    case Kind::nullable:  // always has a reset
      break;
  }
}

}  // namespace databricks::detail
