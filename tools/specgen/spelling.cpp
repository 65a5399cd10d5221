#include "spelling.hpp"

namespace specgen {
namespace {

std::string scalar(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "std::string";
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return "std::int64_t";
    case Kind::floating:
      return "double";
    case Kind::timestamp:
      return "Timestamp";
    case Kind::duration:
      return "Duration";
    case Kind::field_mask:
      return "FieldMask";
    case Kind::raw_json:
      return "RawJson";
    case Kind::bytes:
      return "Bytes";
    case Kind::source:
      return "Source";
    case Kind::enumeration:
    case Kind::object:
    case Kind::list:
    case Kind::map:
      break;
  }
  return "";
}

bool defines(const Package& package, const std::string& name) {
  for (const auto& [wire, type] : package.structs) {
    if (type.name == name) return true;
  }
  for (const auto& [wire, type] : package.enums) {
    if (type.name == name) return true;
  }
  return false;
}

}  // namespace

std::string type_name(const Api& api, const Type& type) {
  const auto& package = api.packages.at(type.package);
  return type.kind == Kind::enumeration ? package.enums.at(type.name).name : package.structs.at(type.name).name;
}

std::string qualified_name(const Api& api, const Type& type) {
  return api.name_space + "::" + type.package + "::" + type_name(api, type);
}

std::string Spelling::word(const std::string& name) const {
  if (name.empty() || name.find(':') != std::string::npos || name == "bool" || name == "double") return name;
  // Prefixed types of the package don't hide anything.
  const bool is_hidden = hidden_.contains(name) || (own_prefix_.empty() && defines(package_, name));
  return is_hidden ? "::databricks::" + name : name;
}

std::string Spelling::named(const Type& type) const {
  const auto name = type_name(api_, type);
  if (type.package != package_.name || (own_prefix_.empty() && hidden_.contains(name))) {
    return "::" + qualified_name(api_, type);
  }
  return own_prefix_ + name;
}

std::string Spelling::member(const Type& type) const {
  switch (type.kind) {
    case Kind::enumeration:
    case Kind::list:
    case Kind::map:
      return element(type);
    case Kind::object:
      return word("boxed") + "<" + named(type) + ">";
    case Kind::bytes:
    case Kind::source:
      return word(scalar(type.kind));
    default:
      return word("optional") + "<" + word(scalar(type.kind)) + ">";
  }
}

std::string Spelling::element(const Type& type) const {
  switch (type.kind) {
    case Kind::enumeration:
      return word("open_enum") + "<" + named(type) + ">";
    case Kind::object:
      return type.nullable ? word("boxed") + "<" + named(type) + ">" : named(type);
    case Kind::map:
      return word("map") + "<" + element(type.element.front()) + ">";
    case Kind::list: {
      const auto& item = type.element.front();
      // There is no address in a std::vector<bool>.
      const bool is_bool = item.kind == Kind::boolean && !item.nullable;
      return word("list") + "<" + (is_bool ? word("optional") + "<bool>" : element(item)) + ">";
    }
    default: {
      const auto name = word(scalar(type.kind));
      return type.nullable && type.kind != Kind::raw_json ? word("optional") + "<" + name + ">" : name;
    }
  }
}

}  // namespace specgen
