// Boost.Describe -> type tables. Include this to use structs and enums of your own as requests, answers or
// parts of them:
//
//   struct Widget { std::string id{}; int size{}; };
//   BOOST_DESCRIBE_STRUCT(Widget, (), (id, size))
//
// A member named like a keyword or macro takes one trailing underscore, which is not sent. Other names on
// the wire are declared beside the description:
//
//   template <> inline constexpr auto databricks::wire_names<Widget> = databricks::camel_case;
#pragma once

#include <databricks/describe.hpp>
#include <databricks/type.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include <algorithm>

namespace databricks {

struct AsDescribed {};
struct CamelCase {};
/// Names on the wire are the C++ names without a trailing underscore; the default.
inline constexpr AsDescribed as_described{};
/// `display_name` is `displayName` on the wire.
inline constexpr CamelCase camel_case{};

/// How members (or enumerators) of T are called on the wire: as_described, camel_case, or a
/// std::array<std::string_view, N> with all names in the order of description.
template <class T>
inline constexpr auto wire_names = as_described;

/// How many members, counted from the first, a request must have. For help texts; the service checks.
template <class T>
inline constexpr std::size_t required_members = 0;

namespace detail {

consteval std::string_view strip_underscore(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

// "display_name" -> "displayName", kept in static storage.
template <class D>
struct camel_name {
  static constexpr std::string_view source = strip_underscore(D::name);
  static constexpr auto storage = [] {
    std::array<char, source.size() + 1> text{};
    std::size_t size = 0;
    bool upper = false;
    for (const char c : source) {
      if (c == '_') {
        upper = size > 0;
      } else {
        text[size++] = upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = false;
      }
    }
    text[source.size()] = static_cast<char>(0);
    return std::pair(text, size);
  }();
  static constexpr std::string_view value{storage.first.data(), storage.second};
};

template <class T, class D, std::size_t I>
consteval std::string_view wire_name() {
  using Names = std::remove_cvref_t<decltype(wire_names<T>)>;
  if constexpr (std::is_same_v<Names, AsDescribed>) {
    return strip_underscore(D::name);
  } else if constexpr (std::is_same_v<Names, CamelCase>) {
    return camel_name<D>::value;
  } else {
    return wire_names<T>[I];
  }
}

// `databricks::compute::ClusterDetails` -> `compute.ClusterDetails`: at most the last two components.
template <class T>
consteval std::string_view pretty_name() {
  const std::string_view function = __PRETTY_FUNCTION__;
  const auto begin = function.find("T = ") + 4;
  return function.substr(begin, function.find_first_of(";]", begin) - begin);
}
template <class T>
struct type_name {
  static constexpr std::string_view qualified = pretty_name<T>();
  static constexpr auto storage = [] {
    const auto last = qualified.rfind("::");
    const auto begin = last == qualified.npos ? 0 : last + 2;
    std::array<char, qualified.size() + 1> text{};
    std::size_t size = 0;
    if (last != qualified.npos) {
      const auto outer = qualified.substr(0, last).rfind("::");
      const auto package =
          qualified.substr(outer == qualified.npos ? 0 : outer + 2, last - (outer == qualified.npos ? 0 : outer + 2));
      if (!package.starts_with('{') && !package.starts_with('(') && !package.starts_with('<')) {
        for (const char c : package) text[size++] = c;
        text[size++] = '.';
      }
    }
    for (const char c : qualified.substr(begin)) text[size++] = c;
    return std::pair(text, size);
  }();
  static constexpr std::string_view value{storage.first.data(), storage.second};
};

// Keys whose values are secrets, wherever they appear; see also runtime/src/observe for the debug log.
inline constexpr std::string_view secret_names[] = {"access_token",  "assertion", "bytes_value",   "client_secret",
                                                    "content",       "id_token",  "password",      "private_key",
                                                    "refresh_token", "secret",    "session_token", "string_value",
                                                    "subject_token", "token",     "token_value",   "value"};
consteval bool is_secret_name(std::string_view name) {
  return std::find(std::begin(secret_names), std::end(secret_names), name) != std::end(secret_names);
}

consteval bool is_plain_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

// Storage of a T that is never constructed; the addresses of its members are constants.
template <class T>
union Prototype {
  char none;
  T object;
  constexpr Prototype() : none{} {}
  constexpr ~Prototype() {}
};
// It must not have a destructor registered at start-up: for g++ a constexpr variable has none, for clang this one.
#if defined(__clang__)
template <class T>
[[clang::no_destroy]] inline constinit Prototype<T> prototype{};
#else
template <class T>
inline constexpr Prototype<T> prototype{};
#endif

template <class T, class D>
using member_type = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

template <class T, template <class...> class L, class... D, std::size_t... I>
consteval auto make_fields(L<D...>, std::index_sequence<I...>) {
  return std::array<Field, sizeof...(D)>{
      Field{wire_name<T, D, I>(), D::name, &(prototype<T>.object.*D::pointer), type_of<member_type<T, D>>,
            I < required_members<T>, is_secret_name(wire_name<T, D, I>()), is_plain_name(wire_name<T, D, I>())}...};
}
template <template <class...> class L, class... D>
consteval std::make_index_sequence<sizeof...(D)> indices(L<D...>) {
  return {};
}

template <class E, template <class...> class L, class... D, std::size_t... I>
consteval auto make_enumerators(L<D...>, std::index_sequence<I...>) {
  return std::array<Enumerator, sizeof...(D)>{Enumerator{wire_name<E, D, I>(), static_cast<int>(D::value)}...};
}

template <class T>
concept described_struct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept described_enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <described_struct T>
struct described_table<T> {
  using members = boost::describe::describe_members<T, boost::describe::mod_public>;
  static constexpr auto fields = make_fields<T>(members{}, indices(members{}));
  static constexpr ObjectTable object{fields, &prototype<T>};
  static constexpr Type type{.kind = Kind::object,
                             .size = sizeof(T),
                             .name = type_name<T>::value,
                             .create = create_function<T>,
                             .destroy = destroy_function<T>,
                             .object = &object};
};

// A struct that derives from map<T> is a map with a name (settings.WorkspaceConf).
template <class T>
map<T> map_base(const map<T>*);
template <class T>
concept derived_map = std::is_class_v<T> && !described_struct<T> && requires(const T* t) {
  map_base(t);
};
template <derived_map T>
struct described_table<T> {
  using base = decltype(map_base(static_cast<const T*>(nullptr)));
  static constexpr Type type{.kind = Kind::map,
                             .size = sizeof(T),
                             .name = type_name<T>::value,
                             .presence = presence_function<base>,
                             .reset = reset_function<base>,
                             .create = create_function<T>,
                             .destroy = destroy_function<T>,
                             .element = type_of<typename base::mapped_type>,
                             .map = &map_table<typename base::mapped_type>};
};

template <described_enum E>
struct described_table<E> {
  using enumerators = boost::describe::describe_enumerators<E>;
  static constexpr auto declared = make_enumerators<E>(enumerators{}, indices(enumerators{}));
  static constexpr auto by_name = [] {
    auto sorted = declared;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return sorted;
  }();
  static constexpr EnumTable enumeration{
      declared, by_name, [](void* object, int value) { *static_cast<E*>(object) = static_cast<E>(value); },
      [](const void* object) { return static_cast<int>(*static_cast<const E*>(object)); }};
  static constexpr Type type{
      .kind = Kind::enumeration, .size = sizeof(E), .name = type_name<E>::value, .enumeration = &enumeration};
};

}  // namespace detail
}  // namespace databricks

#include <databricks/check.hpp>
