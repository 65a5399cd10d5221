// Comparing two objects by their table.
#include <databricks/json.hpp>

#include <cstring>
#include <utility>
#include <vector>

namespace databricks {

namespace {

template <class T>
bool same(const void* a, const void* b) {
  return *static_cast<const T*>(a) == *static_cast<const T*>(b);
}

bool equal_lists(const Type& type, const void* a, const void* b) {
  const std::size_t size = type.list->size(a);
  if (size != type.list->size(b)) return false;
  const Type& element = type.element();
  for (std::size_t i = 0; i < size; ++i) {
    if (!equal(element, type.list->at(a, i), type.list->at(b, i))) return false;
  }
  return true;
}

using Entries = std::vector<std::pair<const std::string*, const void*>>;

Entries entries(const Type& type, const void* map) {
  Entries all;
  all.reserve(type.map->size(map));
  type.map->each(map, &all, [](void* context, const std::string& key, const void* value) {
    static_cast<Entries*>(context)->emplace_back(&key, value);
  });
  return all;
}

bool equal_maps(const Type& type, const void* a, const void* b) {
  if (type.map->size(a) != type.map->size(b)) return false;
  const Entries in_a = entries(type, a);
  const Entries in_b = entries(type, b);
  const Type& element = type.element();
  for (std::size_t i = 0; i < in_a.size(); ++i) {
    if (*in_a[i].first != *in_b[i].first || !equal(element, in_a[i].second, in_b[i].second)) return false;
  }
  return true;
}

bool equal_objects(const Type& type, const void* a, const void* b) {
  for (const Field& field : type.object->fields) {
    if (!equal(field.type(), member_of(type, field, a), member_of(type, field, b))) return false;
  }
  return true;
}

}  // namespace

bool equal(const Type& type, const void* a, const void* b) {
  const Presence presence = presence_of(type, a);
  if (presence != presence_of(type, b)) return false;
  if (presence != Presence::set) return true;
  switch (type.kind) {
    case Kind::boolean:
      return same<bool>(a, b);
    case Kind::integer:
      return std::memcmp(a, b, type.size) == 0;
    case Kind::floating:
      return type.size == sizeof(double) ? same<double>(a, b) : same<float>(a, b);
    case Kind::text:
      return same<std::string>(a, b);
    case Kind::timestamp:
      return same<Timestamp>(a, b);
    case Kind::duration:
      return same<Duration>(a, b);
    case Kind::field_mask:
      return same<FieldMask>(a, b);
    case Kind::raw_json:
      return same<RawJson>(a, b);
    case Kind::bytes:
      return same<Bytes>(a, b);
    case Kind::source:
      return same<Source>(a, b);
    case Kind::enumeration:
      return type.flag ? static_cast<const open_enum_base*>(a)->equals(*static_cast<const open_enum_base*>(b))
                       : type.enumeration->get(a) == type.enumeration->get(b);
    case Kind::object:
      return equal_objects(type, a, b);
    case Kind::list:
      return equal_lists(type, a, b);
    case Kind::map:
      return equal_maps(type, a, b);
    case Kind::nullable:
      return equal(type.element(), type.nullable->get(a), type.nullable->get(b));
  }
  return false;
}

}  // namespace databricks
