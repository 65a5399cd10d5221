#include "json/scalar.hpp"

#include "table/enumeration.hpp"

#include <stdexcept>

namespace databricks::detail {

const Problem unset_by_text = "unset";
const Problem not_text = "not text";

namespace {

template <class T>
Problem store_parsed(void* object, std::string_view text, Problem problem) {
  if (text.empty()) return unset_by_text;
  try {
    *static_cast<T*>(object) = T::parse(text);
    return nullptr;
  } catch (const std::invalid_argument&) {
    return problem;
  }
}

Problem store_enumeration(const Type& type, void* object, std::string_view text) {
  if (type.flag) {
    enum_assign(type.element(), *static_cast<open_enum_base*>(object), text);
    return nullptr;
  }
  const Enumerator* known = find_enumerator(*type.enumeration, text);
  if (known == nullptr) return "not a known value";
  type.enumeration->set(object, known->value);
  return nullptr;
}

}  // namespace

Problem store_text(const Type& type, void* object, std::string_view text) {
  switch (type.kind) {
    case Kind::text:
      static_cast<std::string*>(object)->assign(text);
      return nullptr;
    case Kind::integer:
      return store_integer(type, object, text);
    case Kind::floating:
      return store_floating(type, object, text);
    case Kind::enumeration:
      return store_enumeration(type, object, text);
    case Kind::timestamp:
      return store_parsed<Timestamp>(object, text, "not a timestamp (RFC 3339)");
    case Kind::duration:
      return store_parsed<Duration>(object, text, "not a duration (like 3.5s)");
    case Kind::field_mask:
      return store_parsed<FieldMask>(object, text, "not a field mask");
    case Kind::bytes:
      static_cast<Bytes*>(object)->data.assign(text);
      return nullptr;
    default:
      return not_text;
  }
}

std::string expectation(const Type& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "an integer";
    case Kind::floating:
      return "a number";
    case Kind::text:
      return "text";
    case Kind::timestamp:
      return "a timestamp";
    case Kind::duration:
      return "a duration";
    case Kind::field_mask:
      return "a field mask";
    case Kind::raw_json:
      return "any JSON";
    case Kind::bytes:
      return "bytes";
    case Kind::source:
      return "no value: a source is not JSON";
    case Kind::enumeration:
      return "one of " + std::string((type.flag ? type.element() : type).name);
    case Kind::object:
    case Kind::map:
      return type.name.empty() ? "an object" : "an object (" + std::string(type.name) + ')';
    case Kind::list:
      return "an array";
    case Kind::nullable:
      return expectation(without_optional(type));
  }
  return "nothing";
}

}  // namespace databricks::detail
