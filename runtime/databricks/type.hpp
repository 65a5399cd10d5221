// Type tables: what the engine knows of a C++ type. One constant table per type, made from Boost.Describe
// (<databricks/reflect.hpp>) for structs and enums, and here for the types a member may have. Reading,
// writing, printing, comparing, filling and the command line all walk these tables; nothing else is
// instantiated per type.
#pragma once

#include <databricks/field.hpp>
#include <databricks/stream.hpp>
#include <databricks/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace databricks {

enum class Kind : std::uint8_t {
  boolean,
  integer,   // Type::size bytes; Type::flag: signed
  floating,  // float or double
  text,
  timestamp,
  duration,
  field_mask,
  raw_json,
  bytes,        // Bytes: the body of an answer that is not JSON
  source,       // Source: a request body that is not JSON
  enumeration,  // Type::flag: open, the object is an open_enum_base
  object,
  nullable,  // optional, boxed, std::optional
  list,
  map,
};

struct Type;
using TypeFunction = const Type& (*)();

/// A member of a described struct.
struct Field {
  std::string_view name;    // on the wire
  std::string_view member;  // in C++
  const void* address;      // inside ObjectTable::prototype
  TypeFunction type;
  bool required;  // in requests; a promise of the API, not checked when reading
  bool secret;    // masked wherever it is printed
  bool plain;     // nothing in the name has to be escaped in JSON
};

struct ObjectTable {
  std::span<const Field> fields;
  const void* prototype;  // storage of one object, never constructed: it only gives the offsets
};

struct Enumerator {
  std::string_view name;  // on the wire
  int value;
};

struct EnumTable {
  std::span<const Enumerator> declared;
  std::span<const Enumerator> by_name;
  void (*set)(void*, int);
  int (*get)(const void*);
};

struct NullableTable {
  void* (*emplace)(void*);          // makes it set and returns the value
  const void* (*get)(const void*);  // the value; only when set
};

struct ListTable {
  void* (*append)(void*);              // a new element at the end
  void (*expect)(void*, std::size_t);  // of an empty list: makes room for so many elements
  std::size_t (*size)(const void*);
  const void* (*at)(const void*, std::size_t);
  void (*clear)(void*);
};

struct MapTable {
  void* (*insert)(void*, std::string key);  // the element of this key, new or present
  void (*each)(const void*, void* context, void (*visit)(void* context, const std::string& key, const void* value));
  std::size_t (*size)(const void*);
  void (*clear)(void*);
};

struct Type {
  Kind kind;
  bool flag = false;
  std::uint32_t size = 0;
  std::string_view name{};                      // `compute.ClusterDetails`; empty for what has no name
  Presence (*presence)(const void*) = nullptr;  // none: always set
  void (*reset)(void*, Presence) = nullptr;     // none: can't be unset
  void* (*create)() = nullptr;                  // of object, list and map: a new one on the heap
  void (*destroy)(void*) = nullptr;
  TypeFunction element = nullptr;  // of nullable, list, map, and open enumeration
  const ObjectTable* object = nullptr;
  const EnumTable* enumeration = nullptr;
  const NullableTable* nullable = nullptr;
  const ListTable* list = nullptr;
  const MapTable* map = nullptr;
};

inline const void* member_of(const Type& type, const Field& field, const void* object) {
  return static_cast<const char*>(object) +
         (static_cast<const char*>(field.address) - static_cast<const char*>(type.object->prototype));
}
inline void* member_of(const Type& type, const Field& field, void* object) {
  return const_cast<void*>(member_of(type, field, static_cast<const void*>(object)));
}
inline Presence presence_of(const Type& type, const void* object) {
  return type.presence ? type.presence(object) : Presence::set;
}
/// The field with this wire name, or null.
DATABRICKS_API const Field* find_field(const Type& type, std::string_view wire_name);
/// The type below all optional layers of this one.
DATABRICKS_API const Type& without_optional(const Type& type);
/// The object below all optional layers, or null when one of them is unset or null; `type` follows.
DATABRICKS_API const void* value_of(const Type*& type, const void* object);

/// Stands for a type in overload resolution.
template <class T>
struct Tag {};

namespace detail {

template <class T>
inline constexpr bool is_template_instance = false;
template <template <class...> class C, class... A>
inline constexpr bool is_template_instance<C<A...>> = true;

// Types of a generated package: the package's header declares databricks_type, the library defines it.
template <class T>
concept library_type = !is_template_instance<T> && requires {
  databricks_type(Tag<T>{});
};

// Specialised by <databricks/reflect.hpp> for described structs and enums.
template <class T>
struct described_table;

template <class T>
Presence presence_function(const void* object) {
  return static_cast<const T*>(object)->presence();
}
template <class T>
void reset_function(void* object, Presence presence) {
  static_cast<T*>(object)->reset(presence);
}

template <class T>
void* create_function() {
  return new T{};
}
template <class T>
void destroy_function(void* object) {
  delete static_cast<T*>(object);
}

// L is list<T> or std::vector<T>.
template <class L>
void* append_function(void* object) {
  return &static_cast<L*>(object)->emplace_back();
}
template <class L>
void expect_function(void* object, std::size_t size) {
  auto& elements = *static_cast<L*>(object);
  if (elements.empty()) elements.reserve(size);
}
template <class L>
std::size_t size_function(const void* object) {
  return static_cast<const L*>(object)->size();
}
template <class L>
const void* at_function(const void* object, std::size_t index) {
  return &(*static_cast<const L*>(object))[index];
}
template <class L>
void clear_list_function(void* object) {
  static_cast<L*>(object)->clear();
}
template <class L>
inline constexpr ListTable list_table{append_function<L>, expect_function<L>, size_function<L>, at_function<L>,
                                      clear_list_function<L>};

template <class T>
void* insert_function(void* object, std::string key) {
  // Services mostly send keys in order; then the end is where they go.
  auto& elements = *static_cast<std::map<std::string, T>*>(object);
  return &elements.try_emplace(elements.end(), std::move(key))->second;
}
template <class T>
void each_function(const void* object, void* context, void (*visit)(void*, const std::string&, const void*)) {
  for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(object)) visit(context, key, &value);
}
template <class T>
std::size_t map_size_function(const void* object) {
  return static_cast<const std::map<std::string, T>*>(object)->size();
}
template <class T>
void clear_map_function(void* object) {
  static_cast<std::map<std::string, T>*>(object)->clear();
}
template <class T>
inline constexpr MapTable map_table{insert_function<T>, each_function<T>, map_size_function<T>, clear_map_function<T>};

template <class N>
inline constexpr NullableTable nullable_table{
    [](void* object) -> void* { return &static_cast<N*>(object)->emplace(); },
    [](const void* object) -> const void* { return &**static_cast<const N*>(object); }};

template <class T, class = void>
struct table : described_table<T> {};

template <class T>
struct table<T, std::enable_if_t<std::is_integral_v<T>>> {
  static constexpr Type type{
      .kind = std::is_same_v<T, bool> ? Kind::boolean : Kind::integer, .flag = std::is_signed_v<T>, .size = sizeof(T)};
};
template <class T>
struct table<T, std::enable_if_t<std::is_floating_point_v<T>>> {
  static_assert(sizeof(T) <= sizeof(double), "use double");
  static constexpr Type type{.kind = Kind::floating, .size = sizeof(T)};
};

template <class T, Kind K>
struct plain_table {
  static constexpr Type type{.kind = K, .size = sizeof(T)};
};
template <>
struct table<std::string> : plain_table<std::string, Kind::text> {};
template <>
struct table<Timestamp> : plain_table<Timestamp, Kind::timestamp> {};
template <>
struct table<Duration> : plain_table<Duration, Kind::duration> {};
template <>
struct table<FieldMask> : plain_table<FieldMask, Kind::field_mask> {};
template <>
struct table<RawJson> : plain_table<RawJson, Kind::raw_json> {};
template <>
struct table<Bytes> : plain_table<Bytes, Kind::bytes> {};
template <>
struct table<Source> : plain_table<Source, Kind::source> {};

template <class N>
struct nullable_type {
  static constexpr Type type{.kind = Kind::nullable,
                             .size = sizeof(N),
                             .presence = presence_function<N>,
                             .reset = reset_function<N>,
                             .element = type_of<typename N::value_type>,
                             .nullable = &nullable_table<N>};
};
template <class T>
struct table<optional<T>> : nullable_type<optional<T>> {};
template <class T>
struct table<boxed<T>> : nullable_type<boxed<T>> {};
template <class T>
struct table<std::optional<T>> {
  static constexpr Type type{.kind = Kind::nullable,
                             .size = sizeof(std::optional<T>),
                             .presence =
                                 [](const void* object) {
                                   return static_cast<const std::optional<T>*>(object)->has_value() ? Presence::set
                                                                                                    : Presence::unset;
                                 },
                             .reset = [](void* object, Presence) { static_cast<std::optional<T>*>(object)->reset(); },
                             .element = type_of<T>,
                             .nullable = &nullable_table<std::optional<T>>};
};

template <class E>
struct table<open_enum<E>> {
  static constexpr Type type{.kind = Kind::enumeration,
                             .flag = true,
                             .size = sizeof(open_enum<E>),
                             .presence = presence_function<open_enum_base>,
                             .reset = reset_function<open_enum_base>,
                             .element = type_of<E>};
};

template <class T>
struct table<std::vector<T>> {
  static_assert(!std::is_same_v<T, bool>, "std::vector<bool> holds no bool objects");
  static constexpr Type type{
      .kind = Kind::list, .size = sizeof(std::vector<T>), .element = type_of<T>, .list = &list_table<std::vector<T>>};
};
template <class T>
struct table<list<T>> {
  static_assert(!std::is_same_v<T, bool>, "std::vector<bool> holds no bool objects");
  static constexpr Type type{.kind = Kind::list,
                             .size = sizeof(list<T>),
                             .presence = presence_function<list<T>>,
                             .reset = reset_function<list<T>>,
                             .create = create_function<list<T>>,
                             .destroy = destroy_function<list<T>>,
                             .element = type_of<T>,
                             .list = &list_table<list<T>>};
};
template <class T>
struct table<std::map<std::string, T>> {
  static constexpr Type type{
      .kind = Kind::map, .size = sizeof(std::map<std::string, T>), .element = type_of<T>, .map = &map_table<T>};
};
template <class T>
struct table<map<T>> {
  static constexpr Type type{.kind = Kind::map,
                             .size = sizeof(map<T>),
                             .presence = presence_function<map<T>>,
                             .reset = reset_function<map<T>>,
                             .element = type_of<T>,
                             .map = &map_table<T>};
};

}  // namespace detail

/// The table of T. For a struct or enum of your own include <databricks/reflect.hpp> and describe it with
/// BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM in its own namespace.
template <class T>
const Type& type_of() {
  if constexpr (detail::library_type<T>) {
    return databricks_type(Tag<T>{});
  } else {
    return detail::table<T>::type;
  }
}

}  // namespace databricks
