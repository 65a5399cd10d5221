#include "schemas.hpp"

#include "names.hpp"

#include <algorithm>
#include <utility>

namespace specgen {
namespace {

using openapi::Schema;

constexpr std::string_view schema_prefix = "#/components/schemas/";

std::string unescaped(std::string_view segment) {
  std::string result;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const auto code = segment.substr(i, 2);
    if (code == "~1" || code == "~0") {
      result += code == "~1" ? '/' : '~';
      ++i;
    } else {
      result += segment[i];
    }
  }
  return result;
}

bool has_null_type(const Schema& schema) {
  return schema.type.has_value() && schema.type->text.find("\"null\"") != std::string::npos;
}

bool is_null_only(const Schema& schema) { return has_null_type(schema) && type_names(schema).empty(); }

// Whether it says anything about a type. A branch of allOf often only adds a description, one of anyOf `required`.
bool says_something(const Schema& schema) {
  return schema.ref.has_value() || schema.type.has_value() || !schema.properties.empty() ||
         schema.additional_properties.has_value() || !schema.enumeration.empty() || schema.constant.has_value() ||
         schema.items.has_value() || !schema.all_of.empty() || !schema.any_of.empty() || !schema.one_of.empty() ||
         schema.any.has_value();
}

std::vector<std::pair<const Schema*, std::size_t>> effective(const openapi::list<Schema>& branches) {
  std::vector<std::pair<const Schema*, std::size_t>> result;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (says_something(branches[i]) && !is_null_only(branches[i])) result.emplace_back(&branches[i], i);
  }
  return result;
}

// `{"type": "object"}`, which adds nothing to the objects it is joined with.
bool is_free_form(const Schema& schema) {
  return type_names(schema) == std::vector<std::string>{"object"} && schema.properties.empty() &&
         schema.all_of.empty() && schema.any_of.empty() && schema.one_of.empty() &&
         !schema.additional_properties.value_or(openapi::RawJson()).text.starts_with('{');
}

bool is_plain(const Schema& schema) {
  return schema.properties.empty() && schema.all_of.empty() && !schema.ref.has_value();
}

// The only branch of an allOf, anyOf or oneOf without anything beside it: then the schema is that branch.
const Schema* only_branch(const Schema& schema, std::string& pointer) {
  if (!schema.properties.empty() || schema.items.has_value()) return nullptr;
  const std::pair<const openapi::list<Schema>*, const char*> lists[] = {
      {&schema.all_of, "allOf"}, {&schema.any_of, "anyOf"}, {&schema.one_of, "oneOf"}};
  const Schema* found = nullptr;
  std::string place;
  for (const auto& [branches, keyword] : lists) {
    const auto left = effective(*branches);
    if (left.empty()) continue;
    if (found || left.size() > 1) return nullptr;
    found = left.front().first;
    place = child(child(pointer, keyword), std::to_string(left.front().second));
  }
  if (found) pointer = place;
  return found;
}

Type of_kind(Kind kind) { return Type{.kind = kind}; }

}  // namespace

std::vector<std::string> type_names(const Schema& schema) {
  std::vector<std::string> names;
  if (!schema.type.has_value()) return names;
  // What is no text stays as it is and turns out to be no type.
  const auto add = [&](const openapi::RawJson& name) {
    names.push_back(name.text.starts_with('"') ? databricks::from_json<std::string>(name.text) : name.text);
  };
  if (schema.type->text.starts_with('[')) {
    for (const auto& name : databricks::from_json<openapi::list<openapi::RawJson>>(schema.type->text)) add(name);
  } else {
    add(*schema.type);
  }
  std::erase(names, "null");
  return names;
}

std::pair<std::string, std::string> split_key(const std::string& key, const std::string& fallback) {
  const auto dot = key.find('.');
  if (!fallback.empty() || dot == std::string::npos) return {fallback, key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

Schemas::Schemas(const openapi::Document& document, std::string package, Api& api, Problems& problems)
    : document_(document), package_(std::move(package)), api_(api), problems_(problems) {}

const Schema* Schemas::component(const std::string& reference) const {
  if (!reference.starts_with(schema_prefix)) return nullptr;
  const auto found = document_.components.schemas.find(unescaped(reference.substr(schema_prefix.size())));
  return found == document_.components.schemas.end() ? nullptr : &found->second;
}

const Schema& Schemas::target(const Schema& schema, std::string& pointer) {
  const Schema* current = &schema;
  for (int steps = 0; steps < 100; ++steps) {
    if (current->ref.has_value()) {
      const auto* next = component(*current->ref);
      if (!next) return *current;
      pointer = current->ref->substr(1);
      current = next;
    } else if (const auto* branch = only_branch(*current, pointer)) {
      current = branch;
    } else {
      break;
    }
  }
  return *current;
}

bool Schemas::is_nullable(const Schema& schema, int depth) const {
  if (schema.nullable.value_or(false) || has_null_type(schema)) return true;
  for (const auto* branches : {&schema.any_of, &schema.one_of}) {
    if (std::any_of(branches->begin(), branches->end(), has_null_type)) return true;
  }
  if (depth > 20 || !schema.ref.has_value()) return false;
  const auto* next = component(*schema.ref);
  return next && is_nullable(*next, depth + 1);
}

bool Schemas::is_object(const Schema& schema, std::string pointer, int depth) {
  const auto& real = target(schema, pointer);
  if (depth > 50) return false;
  if (!real.any_of.empty() || !real.one_of.empty() || real.any.value_or(false)) return false;
  const auto names = type_names(real);
  if (!names.empty() && names != std::vector<std::string>{"object"}) return false;
  if (!real.all_of.empty()) {
    const auto branches = effective(real.all_of);
    return std::all_of(branches.begin(), branches.end(), [&](const auto& branch) {
      auto place = pointer;
      const auto& behind = target(*branch.first, place);
      return is_free_form(behind) || is_object(behind, place, depth + 1);
    });
  }
  if (!real.properties.empty()) return true;
  // An object without declared members is a struct in Databricks' dialect, and free-form elsewhere.
  if (real.additional_properties.has_value()) return real.additional_properties->text == "false";
  return dialect() && !names.empty();
}

const Schema* Schemas::values(const Schema& schema) {
  if (!schema.additional_properties.has_value() || !schema.additional_properties->text.starts_with('{')) return nullptr;
  const auto [parsed, is_new] = parsed_.try_emplace(&schema);
  if (is_new) parsed->second = databricks::from_json<Schema>(schema.additional_properties->text);
  return &parsed->second;
}

Type Schemas::type_of(const Schema& schema, const Place& place) {
  if (schema.ref.has_value()) return named(*schema.ref, place);
  if (const auto known = by_pointer_.find(place.pointer); known != by_pointer_.end()) return known->second;
  const auto result = unnamed(schema, place);
  by_pointer_[place.pointer] = result;
  return result;
}

Type Schemas::unnamed(const Schema& schema, const Place& place) {
  if (schema.any.value_or(false)) return of_kind(Kind::raw_json);
  auto branch_place = place;
  if (const auto* branch = only_branch(schema, branch_place.pointer)) return type_of(*branch, branch_place);
  if (is_object(schema, place.pointer)) return object(schema, place);
  if (!effective(schema.one_of).empty()) return choice(schema, schema.one_of, "oneOf", place);
  if (!effective(schema.any_of).empty()) return choice(schema, schema.any_of, "anyOf", place);
  if (!schema.all_of.empty()) {
    problems_.report(child(place.pointer, "allOf"), "allOf can only join objects");
    return of_kind(Kind::raw_json);
  }
  if (!schema.enumeration.empty() || schema.constant.has_value()) return enumeration(schema, place);

  const auto names = type_names(schema);
  if (names.size() > 1) return of_kind(Kind::raw_json);
  const auto name = !names.empty() ? names.front() : schema.items.has_value() ? "array" : "";
  if (name == "string") return text(schema);
  if (name == "boolean") return of_kind(Kind::boolean);
  if (name == "integer") return of_kind(Kind::integer);
  if (name == "number") return of_kind(Kind::floating);
  if (name == "array") {
    Type result = of_kind(Kind::list);
    result.element.push_back(schema.items.has_value() ? element(*schema.items, {child(place.pointer, "items"),
                                                                                place.package, place.name + "Item"})
                                                      : of_kind(Kind::raw_json));
    return result;
  }
  if (name == "object" || schema.additional_properties.has_value()) return object(schema, place);
  if (!name.empty()) problems_.report(child(place.pointer, "type"), "unknown type `" + name + "`");
  return of_kind(Kind::raw_json);
}

Type Schemas::text(const Schema& schema) const {
  const auto format = schema.format.value_or("");
  if (format == "date-time") return of_kind(Kind::timestamp);
  if (format == "binary") return of_kind(Kind::bytes);
  // In JSON Schema a duration is `P3D`, in Databricks' dialect `3.5s`.
  if (format == "duration" && dialect()) return of_kind(Kind::duration);
  if (format == "field-mask" && dialect()) return of_kind(Kind::field_mask);
  return of_kind(Kind::text);
}

Type Schemas::element(const Schema& schema, const Place& place) {
  auto result = type_of(schema, place);
  result.nullable = is_nullable(schema);
  return result;
}

Type Schemas::choice(const Schema& schema, const openapi::list<Schema>& branches, const char* keyword,
                     const Place& place) {
  // Anything beside the branches, or branches that need types of their own: the JSON itself is the only honest type.
  const auto left = effective(branches);
  if (!is_plain(schema) || (!schema.one_of.empty() && !schema.any_of.empty())) return of_kind(Kind::raw_json);
  std::optional<Type> common;
  for (const auto& [branch, index] : left) {
    auto pointer = child(child(place.pointer, keyword), std::to_string(index));
    const bool named_or_plain =
        branch->ref.has_value() || (!is_object(*branch, pointer) && branch->enumeration.empty() &&
                                    !branch->items.has_value() && is_plain(*branch) && !branch->constant.has_value());
    if (!named_or_plain) return of_kind(Kind::raw_json);
    const auto type = type_of(*branch, Place{pointer, place.package, place.name});
    if (common && *common != type) return of_kind(Kind::raw_json);
    common = type;
  }
  return *common;
}

Type Schemas::enumeration(const Schema& schema, const Place& place) {
  auto values = schema.enumeration;
  if (schema.constant.has_value()) values = {*schema.constant};
  std::erase_if(values.vector(), [](const auto& value) { return value.text == "null"; });
  const bool all_text =
      std::all_of(values.begin(), values.end(), [](const auto& value) { return value.text.starts_with('"'); });
  if (!all_text || values.empty()) {
    // The values of numbers and booleans are for validation; what the type holds is not in doubt.
    Schema without = schema;
    without.enumeration.reset();
    without.constant.reset();
    return unnamed(without, place);
  }
  const auto name = place.is_component ? place.name : unused_name(place.package, place.name);
  Enum result{.name = escaped(identifier(name)), .deprecated = schema.deprecated.value_or(false)};
  for (const auto& value : values) {
    const auto wire = databricks::from_json<std::string>(value.text);
    auto enumerator = escaped(identifier(wire));
    const auto taken = [&](const std::string& candidate) {
      return std::any_of(result.values.begin(), result.values.end(),
                         [&](const auto& v) { return v.name == candidate; });
    };
    if (std::any_of(result.values.begin(), result.values.end(), [&](const auto& v) { return v.wire == wire; }))
      continue;
    for (int number = 2; taken(enumerator); ++number) enumerator = identifier(wire) + "_" + std::to_string(number);
    result.values.push_back({wire, enumerator});
  }
  api_.packages[place.package].enums[name] = std::move(result);
  return Type{.kind = Kind::enumeration, .package = place.package, .name = name};
}

Type Schemas::object(const Schema& schema, const Place& place) {
  if (is_object(schema, place.pointer)) {
    const auto name = unused_name(place.package, place.name);
    structure(place.package, name).deprecated = schema.deprecated.value_or(false);
    const auto members = properties(schema, place.pointer);
    add_properties(structure(place.package, name), members, {place.pointer, place.package, name});
    return Type{.kind = Kind::object, .package = place.package, .name = name};
  }
  const auto* value = values(schema);
  if (!value) return of_kind(Kind::raw_json);  // free-form
  Type result = of_kind(Kind::map);
  result.element.push_back(
      element(*value, {child(place.pointer, "additionalProperties"), place.package, place.name + "Value"}));
  return result;
}

Type Schemas::named(const std::string& reference, const Place& place) {
  const auto* schema = component(reference);
  if (!schema) {
    problems_.report(child(place.pointer, "$ref"), "`" + reference + "` is not a schema of #/components/schemas");
    return of_kind(Kind::raw_json);
  }
  return component_type(unescaped(reference.substr(schema_prefix.size())), *schema);
}

// Follows branches up to a reference: what is behind it belongs to another component.
static const Schema& without_wrapping(const Schema& schema, std::string& pointer) {
  const Schema* current = &schema;
  while (!current->ref.has_value()) {
    const auto* branch = only_branch(*current, pointer);
    if (!branch) break;
    current = branch;
  }
  return *current;
}

Type Schemas::component_type(const std::string& key, const Schema& schema) {
  if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
  const auto [package, name] = split_key(key, package_);
  auto pointer = child("/components/schemas", key);
  if (!resolving_.insert(key).second) {
    problems_.report(pointer, "the schema refers to itself without an object in between");
    return of_kind(Kind::raw_json);
  }
  const auto& real = without_wrapping(schema, pointer);
  const bool is_map =
      !real.ref.has_value() && values(real) && is_plain(real) && real.any_of.empty() && real.one_of.empty();
  const auto type = !real.ref.has_value() && (is_object(real, pointer) || is_map)
                        ? Type{.kind = Kind::object, .package = package, .name = name}
                        : type_of(real, {pointer, package, name, true});
  resolving_.erase(key);
  by_key_[key] = type;
  return type;
}

void Schemas::add_components() {
  for (const auto& [key, schema] : document_.components.schemas) component_type(key, schema);
  for (const auto& [key, schema] : document_.components.schemas) add_component(key, schema);
}

void Schemas::add_component(const std::string& key, const Schema& schema) {
  const auto [package, name] = split_key(key, package_);
  auto pointer = child("/components/schemas", key);
  const auto& real = without_wrapping(schema, pointer);
  const auto& type = by_key_.at(key);
  if (real.ref.has_value() || type.kind != Kind::object) return;
  auto& target = structure(package, name);
  target.deprecated = schema.deprecated.value_or(false);
  if (is_object(real, pointer)) {
    add_properties(target, properties(real, pointer), {pointer, package, name});
  } else if (const auto* value = values(real)) {
    target.map_of = element(*value, {child(pointer, "additionalProperties"), package, name + "Value"});
  }
}

void Schemas::collect(const Schema& schema, const std::string& pointer, Properties& result, int depth) {
  if (depth > 50) return problems_.report(pointer, "allOf refers to itself");
  auto place = pointer;
  const auto& real = schema.ref.has_value() ? target(schema, place) : schema;
  if (real.ref.has_value()) {
    return problems_.report(child(place, "$ref"), "`" + *real.ref + "` is not a schema of #/components/schemas");
  }
  for (std::size_t i = 0; i < real.all_of.size(); ++i) {
    collect(real.all_of[i], child(child(place, "allOf"), std::to_string(i)), result, depth + 1);
  }
  for (const auto& [name, property] : real.properties) {
    result.by_name.insert_or_assign(name, Property{&property, child(child(place, "properties"), name)});
  }
  for (const auto& name : real.required) {
    if (std::find(result.required.begin(), result.required.end(), name) == result.required.end()) {
      result.required.push_back(name);
    }
  }
  if (real.discriminator.has_value()) {
    problems_.report(child(place, "discriminator"), "the subtypes of an object are not supported");
  }
  if (!real.properties.empty() && values(real)) {
    problems_.report(child(place, "additionalProperties"), "an object can't have named members and others with a type");
  }
}

Properties Schemas::properties(const Schema& schema, const std::string& pointer) {
  Properties result;
  collect(schema, pointer, result, 0);
  return result;
}

Struct& Schemas::structure(const std::string& package, const std::string& name) {
  auto& result = api_.packages[package].structs[name];
  if (result.wire.empty()) {
    result.wire = name;
    result.name = escaped(identifier(name));
  }
  return result;
}

std::string Schemas::unused_name(const std::string& package, const std::string& wanted) const {
  const auto found = api_.packages.find(package);
  if (found == api_.packages.end()) return wanted;
  const auto taken = [&](const std::string& name) {
    return found->second.structs.contains(name) || found->second.enums.contains(name) ||
           (!dialect() && document_.components.schemas.contains(name));
  };
  auto name = wanted;
  for (int number = 2; taken(name); ++number) name = wanted + std::to_string(number);
  return name;
}

void Schemas::add_member(Struct& target, const std::string& wire, const Type& type, bool deprecated,
                         const std::string& pointer) {
  const auto same =
      std::find_if(target.members.begin(), target.members.end(), [&](const auto& m) { return m.wire == wire; });
  if (same != target.members.end()) {
    same->deprecated = same->deprecated && deprecated;
    if (same->type != type)
      problems_.report(pointer, "`" + wire + "` of " + target.wire + " has another type elsewhere");
    return;
  }
  auto name = escaped(snake_case(wire));
  if (name == target.name) name += name.ends_with('_') ? "2" : "_";  // a member can't have the name of its class
  const auto taken = [&](const std::string& candidate) {
    return std::any_of(target.members.begin(), target.members.end(),
                       [&](const auto& m) { return m.name == candidate; });
  };
  for (int number = 2; taken(name); ++number) name = snake_case(wire) + "_" + std::to_string(number);
  target.members.push_back({wire, name, type, deprecated});
}

void Schemas::add_properties(Struct& target, const Properties& properties, const Place& place) {
  for (const auto& [name, property] : properties.by_name) {
    const auto type = type_of(*property.schema, {property.pointer, place.package, place.name + pascal_case(name)});
    add_member(target, name, type, property.schema->deprecated.value_or(false), property.pointer);
  }
  for (const auto& name : properties.required) {
    if (!properties.by_name.contains(name)) continue;
    if (std::find(target.required.begin(), target.required.end(), name) == target.required.end()) {
      target.required.push_back(name);
    }
  }
}

}  // namespace specgen
