// The wire text of scalars, as paths, queries and headers need it (and JSON, between quotes).
#pragma once

#include <databricks/type.hpp>

#include <cstring>
#include <string>
#include <string_view>

namespace databricks::detail {

/// The text of a scalar of any kind: `true`, `12`, `1.5`, an enumerator's name, `2024-01-31T12:00:00Z`, ... Empty
/// for what is unset or null. Throws std::logic_error for objects, lists and maps, std::out_of_range for a
/// timestamp outside the years 0001 to 9999.
std::string scalar_text(const Type& type, const void* object);

/// For Kind::enumeration, open or not: the text of what it holds, empty for nothing.
std::string_view enumeration_text(const Type& type, const void* object);

/// For Kind::integer: calls `visit` with the number, as std::int64_t or std::uint64_t.
template <class Visit>
auto visit_integer(const Type& type, const void* object, Visit visit) {
  const auto load = [object]<class T>(T value) {
    std::memcpy(&value, object, sizeof value);
    return value;
  };
  if (type.flag) {
    switch (type.size) {
      case 1:
        return visit(std::int64_t{load(std::int8_t{})});
      case 2:
        return visit(std::int64_t{load(std::int16_t{})});
      case 4:
        return visit(std::int64_t{load(std::int32_t{})});
      default:
        return visit(load(std::int64_t{}));
    }
  }
  switch (type.size) {
    case 1:
      return visit(std::uint64_t{load(std::uint8_t{})});
    case 2:
      return visit(std::uint64_t{load(std::uint16_t{})});
    case 4:
      return visit(std::uint64_t{load(std::uint32_t{})});
    default:
      return visit(load(std::uint64_t{}));
  }
}

}  // namespace databricks::detail
