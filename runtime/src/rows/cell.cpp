#include "rows/cell.hpp"

#include "json/scalar.hpp"
#include "rows/cell_time.hpp"
#include "rows/nested.hpp"

#include <databricks/error.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace databricks::detail {

namespace {

constexpr unsigned bit(Kind kind) { return 1u << static_cast<unsigned>(kind); }

constexpr unsigned kText = bit(Kind::text);
constexpr unsigned kJson = bit(Kind::raw_json) | kText;
constexpr unsigned kNumber = bit(Kind::integer) | bit(Kind::floating) | kText;
constexpr unsigned kScalars =
    bit(Kind::boolean) | kNumber | bit(Kind::timestamp) | bit(Kind::bytes) | bit(Kind::enumeration);
constexpr unsigned kNested = bit(Kind::object) | bit(Kind::list) | bit(Kind::map);

// Which kinds of members can take a column. Types that are not here take text and JSON.
struct SqlType {
  std::string_view name;
  unsigned kinds;
};
constexpr SqlType kSqlTypes[] = {
    {"BOOLEAN", bit(Kind::boolean) | kText},
    {"BYTE", kNumber},
    {"SHORT", kNumber},
    {"INT", kNumber},
    {"LONG", kNumber},
    {"FLOAT", bit(Kind::floating) | kText},
    {"DOUBLE", bit(Kind::floating) | kText},
    {"DECIMAL", kNumber},
    {"DATE", bit(Kind::timestamp) | kText},
    {"TIMESTAMP", bit(Kind::timestamp) | kText},
    {"TIMESTAMP_NTZ", bit(Kind::timestamp) | kText},
    {"STRING", kJson | bit(Kind::enumeration)},
    {"CHAR", kJson | bit(Kind::enumeration)},
    {"BINARY", bit(Kind::bytes) | kText},
    {"INTERVAL", kText},
    {"ARRAY", bit(Kind::list) | kJson},
    {"MAP", bit(Kind::map) | bit(Kind::object) | kJson},
    {"STRUCT", bit(Kind::object) | bit(Kind::map) | kJson},
    {"VARIANT", kNested | kScalars | kJson},
    {"NULL", kNested | kScalars | kJson},
};

Problem read_boolean(const Type&, void* object, std::string_view text) {
  const bool value = text == "true";
  if (!value && text != "false") return "neither true nor false";
  *static_cast<bool*>(object) = value;
  return nullptr;
}

template <class T>
Problem read_integer(const Type& type, void* object, std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Decimals without a fraction, and errors, are for the one that knows them.
  if (error != std::errc{} || end != text.data() + text.size()) return store_integer(type, object, text);
  *static_cast<T*>(object) = value;
  return nullptr;
}

template <class T>
Problem read_floating(const Type& type, void* object, std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) [[likely]] {
    if (text.back() == '.' || text.front() == '.' || text.starts_with("-.")) return "not a number";
    *static_cast<T*>(object) = value;
    return nullptr;
  }
  if (text == "NaN") {
    value = std::numeric_limits<T>::quiet_NaN();
  } else if (text == "Infinity") {
    value = std::numeric_limits<T>::infinity();
  } else if (text == "-Infinity") {
    value = -std::numeric_limits<T>::infinity();
  } else {
    return store_floating(type, object, text);
  }
  *static_cast<T*>(object) = value;
  return nullptr;
}

Problem read_string(const Type&, void* object, std::string_view text) {
  static_cast<std::string*>(object)->assign(text);
  return nullptr;
}

Problem read_bytes(const Type&, void* object, std::string_view text) {
  const Problem problem = "not base64";
  std::string& data = static_cast<Bytes*>(object)->data;
  const auto digits = std::min(text.find('='), text.size());
  const auto is_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
  };
  const auto padding = text.size() - digits;
  if (text.size() % 4 != 0 || padding > 2 || text.size() > std::size_t{1} << 30) return problem;
  if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit)) return problem;
  if (text.substr(digits) != std::string_view("==").substr(0, padding)) return problem;
  data.resize(text.size() / 4 * 3);
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(data.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return problem;
  data.resize(static_cast<std::size_t>(size) - padding);
  return nullptr;
}

// A text that no enumerator has is kept by an open enumeration and refused by a plain one.
Problem read_enumeration(const Type& type, void* object, std::string_view text) {
  return store_text(type, object, text);
}

ReadCell integer_reader(const Type& type) {
  switch (type.size) {
    case 1:
      return type.flag ? read_integer<std::int8_t> : read_integer<std::uint8_t>;
    case 2:
      return type.flag ? read_integer<std::int16_t> : read_integer<std::uint16_t>;
    case 4:
      return type.flag ? read_integer<std::int32_t> : read_integer<std::uint32_t>;
    default:
      return type.flag ? read_integer<std::int64_t> : read_integer<std::uint64_t>;
  }
}

unsigned kinds_of(std::string_view sql_type) {
  const auto known = std::find_if(std::begin(kSqlTypes), std::end(kSqlTypes),
                                  [&](const SqlType& entry) { return entry.name == sql_type; });
  return known == std::end(kSqlTypes) ? kJson : known->kinds;
}

}  // namespace

ReadCell scalar_reader(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return read_boolean;
    case Kind::integer:
      return integer_reader(type);
    case Kind::floating:
      return type.size == sizeof(double) ? read_floating<double> : read_floating<float>;
    case Kind::text:
      return read_string;
    case Kind::timestamp:
      return read_any_time;
    case Kind::bytes:
      return read_bytes;
    case Kind::enumeration:
      return read_enumeration;
    default:
      return nullptr;
  }
}

ReadCell cell_reader(std::string_view sql_type, const Type& type) {
  if ((kinds_of(sql_type) & bit(type.kind)) == 0) return nullptr;
  if (type.kind == Kind::timestamp) return time_reader(sql_type);
  const ReadCell scalar = scalar_reader(type);
  // Scalars of a VARIANT are JSON; all its text is kept where text is asked for.
  if (sql_type == "VARIANT" && type.kind != Kind::text) return read_nested;
  return scalar != nullptr ? scalar : read_nested;
}

std::string cell_expectation(const Type& type) {
  if (type.kind == Kind::timestamp) return "a date or a time";
  if (type.kind == Kind::bytes) return "a BINARY";
  return expectation(type);
}

}  // namespace databricks::detail
