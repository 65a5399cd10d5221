// The peers that use Boost.JSON: a parser that does nothing, and its document tree in both directions.
#include "jobs.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <stdexcept>

namespace bench {

namespace json = boost::json;

namespace {

struct NullHandler {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  using Error = json::error_code;
  using View = json::string_view;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t, Error&) { return true; }
  bool on_string_part(View, std::size_t, Error&) { return true; }
  bool on_string(View, std::size_t, Error&) { return true; }
  bool on_key_part(View, std::size_t, Error&) { return true; }
  bool on_key(View, std::size_t, Error&) { return true; }
  bool on_number_part(View, Error&) { return true; }
  bool on_int64(std::int64_t, View, Error&) { return true; }
  bool on_uint64(std::uint64_t, View, Error&) { return true; }
  bool on_double(double, View, Error&) { return true; }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(View, Error&) { return true; }
  bool on_comment(View, Error&) { return true; }
};

// What a program written by hand does with a tree: look every member up and convert it.

void convert(const json::value& from, std::string& to) { to = std::string(from.as_string()); }
void convert(const json::value& from, bool& to) { to = from.as_bool(); }
void convert(const json::value& from, int& to) { to = from.to_number<int>(); }
void convert(const json::value& from, std::int64_t& to) { to = from.to_number<std::int64_t>(); }
void convert(const json::value& from, double& to) { to = from.to_number<double>(); }
template <class E>
void convert(const json::value& from, open_enum<E>& to) {
  to = open_enum<E>::from_text(std::string_view(from.as_string()));
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(const json::value& from, T& to);
template <class T>
void convert(const json::value& from, list<T>& to) {
  to.reserve(from.as_array().size());
  for (const auto& element : from.as_array()) convert(element, to.emplace_back());
}
template <class T>
void convert(const json::value& from, map<T>& to) {
  for (const auto& member : from.as_object()) convert(member.value(), to[std::string(member.key())]);
}
template <class T>
void convert(const json::value& from, optional<T>& to) {
  convert(from, to.emplace());
}
template <class T>
void convert(const json::value& from, boxed<T>& to) {
  convert(from, to.emplace());
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) void convert(const json::value& from, T& to) {
  const json::object& object = from.as_object();
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
    if (const json::value* value = object.if_contains(member.name)) convert(*value, to.*member.pointer);
  });
}

json::value tree(const std::string& from) { return json::string(from); }
json::value tree(bool from) { return from; }
json::value tree(int from) { return from; }
json::value tree(std::int64_t from) { return from; }
json::value tree(double from) { return from; }
template <class E>
json::value tree(const open_enum<E>& from) {
  return json::string(from.text());
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) json::value tree(const T& from);
template <class T>
json::value tree(const list<T>& from) {
  json::array array;
  array.reserve(from.size());
  for (const T& element : from) array.push_back(tree(element));
  return array;
}
template <class T>
json::value tree(const map<T>& from) {
  json::object object;
  for (const auto& [key, value] : from) object.emplace(key, tree(value));
  return object;
}
template <class T>
json::value tree(const optional<T>& from) {
  return tree(*from);
}
template <class T>
json::value tree(const boxed<T>& from) {
  return tree(*from);
}
template <class T>
bool is_set(const T& field) {
  if constexpr (requires { field.presence(); }) {
    return field.has_value();
  } else {
    return true;
  }
}
template <class T>
requires(boost::describe::has_describe_members<T>::value) json::value tree(const T& from) {
  json::object object;
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
    if (is_set(from.*member.pointer)) object.emplace(member.name, tree(from.*member.pointer));
  });
  return object;
}

}  // namespace

void null_parse(std::string_view text) {
  json::basic_parser<NullHandler> parser{json::parse_options()};
  json::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  if (error) throw std::runtime_error(error.message());
}

Page read_with_dom(std::string_view text) {
  json::monotonic_resource memory;
  Page page;
  convert(json::parse({text.data(), text.size()}, &memory), page);
  return page;
}

std::string write_with_dom(const Page& page) { return json::serialize(tree(page)); }

}  // namespace bench
