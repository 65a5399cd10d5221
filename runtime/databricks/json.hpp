// JSON of described types, without an intermediate tree: text <-> objects, driven by the type tables.
#pragma once

#include <databricks/error.hpp>
#include <databricks/type.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace databricks {

struct ReadOptions {
  /// Strict, for what people write: unknown members and invalid text are errors. Otherwise, for what services
  /// send: unknown members are skipped, invalid UTF-8 and lone surrogates become U+FFFD.
  bool strict = false;
  std::size_t max_depth = 1000;
  std::uint64_t max_text = std::uint64_t{1} << 30;  // bytes of the whole text
};

struct WriteOptions {
  bool mask_secrets = false;  // values of secret members become "**REDACTED**"
  int indent = 0;             // blanks per level; 0 is compact
};

/// Reads `text` into an object of this type. Members that are not in the text keep what they held; a list or
/// map in the text replaces the old one. Throws JsonError; the object is then half read.
DATABRICKS_API void read_json(const Type& type, void* object, std::string_view text, const ReadOptions& options = {});
/// Appends the object's JSON. Throws JsonError for NaN, infinity, text that is not UTF-8 and RawJson that is not
/// JSON.
DATABRICKS_API void write_json(const Type& type, const void* object, std::string& out,
                               const WriteOptions& options = {});
/// Member by member; unset, null and empty differ.
DATABRICKS_API bool equal(const Type& type, const void* a, const void* b);
DATABRICKS_API void print(std::ostream& stream, const Type& type, const void* object);

template <class T>
std::string to_json(const T& object, const WriteOptions& options = {}) {
  std::string text;
  write_json(type_of<T>(), &object, text, options);
  return text;
}

template <class T>
T from_json(std::string_view text, const ReadOptions& options = {}) {
  T object{};
  read_json(type_of<T>(), &object, text, options);
  return object;
}

namespace detail {
template <class T>
concept plain_class = std::is_class_v<T> && !is_template_instance<T>;
}  // namespace detail

/// Brought into the namespace of every generated package by a using-declaration; do the same for your own
/// types: `using databricks::reflected::operator==;`
namespace reflected {

template <detail::plain_class T>
bool operator==(const T& a, const T& b) {
  return equal(type_of<T>(), &a, &b);
}

/// Prints the JSON with secrets masked.
template <detail::plain_class T>
std::ostream& operator<<(std::ostream& stream, const T& object) {
  print(stream, type_of<T>(), &object);
  return stream;
}

}  // namespace reflected
}  // namespace databricks
