#include "json/text.hpp"

#include "table/enumeration.hpp"

#include <charconv>
#include <stdexcept>

namespace databricks::detail {

namespace {

template <class Number>
std::string number_text(Number number) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

}  // namespace

std::string_view enumeration_text(const Type& type, const void* object) {
  if (type.flag) return enum_text(type.element(), *static_cast<const open_enum_base*>(object));
  return enumerator_name(*type.enumeration, type.enumeration->get(object));
}

std::string scalar_text(const Type& type, const void* object) {
  const Type* inner = &type;
  const void* value = value_of(inner, object);
  if (value == nullptr) return {};
  switch (inner->kind) {
    case Kind::boolean:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::integer:
      return visit_integer(*inner, value, [](auto number) { return number_text(number); });
    case Kind::floating:
      return inner->size == sizeof(double) ? number_text(*static_cast<const double*>(value))
                                           : number_text(*static_cast<const float*>(value));
    case Kind::text:
      return *static_cast<const std::string*>(value);
    case Kind::timestamp:
      return static_cast<const Timestamp*>(value)->text();
    case Kind::duration:
      return static_cast<const Duration*>(value)->text();
    case Kind::field_mask:
      return static_cast<const FieldMask*>(value)->text();
    case Kind::raw_json:
      return static_cast<const RawJson*>(value)->text;
    case Kind::bytes:
      return static_cast<const Bytes*>(value)->data;
    case Kind::enumeration:
      return std::string(enumeration_text(*inner, value));
    default:
      throw std::logic_error("objects, lists and maps have no text");
  }
}

}  // namespace databricks::detail
