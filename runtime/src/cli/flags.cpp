#include "cli/flags.hpp"

#include "cli/usage.hpp"

#include <databricks/json.hpp>

#include <algorithm>

namespace databricks::detail::cli {

namespace {

struct Slot {
  const Type* type;
  void* object;  // null while only the type is asked for
};

std::string_view member_name(const Field& field) {
  return field.member.ends_with('_') ? field.member.substr(0, field.member.size() - 1) : field.member;
}

Slot into_optional(Slot slot) {
  while (slot.type->kind == Kind::nullable) {
    if (slot.object != nullptr) slot.object = slot.type->nullable->emplace(slot.object);
    slot.type = &slot.type->element();
  }
  return slot;
}

[[noreturn]] void throw_unknown(const Type& type, std::string_view flag, std::string_view before) {
  std::vector<std::string> names;
  if (type.object != nullptr) {
    for (const Field& field : type.object->fields) names.push_back("--" + std::string(before) + flag_name(field));
  }
  throw UsageError(unknown("flag", "--" + std::string(flag), names));
}

Slot find_slot(const Type& type, void* object, std::string_view flag) {
  Slot slot{&type, object};
  std::size_t begin = 0;
  while (begin <= flag.size()) {
    slot = into_optional(slot);
    // Keys of a map may have dots: `--spark-conf.spark.speculation true`.
    if (slot.type->kind == Kind::map) {
      void* element = object ? slot.type->map->insert(slot.object, std::string(flag.substr(begin))) : nullptr;
      return {&slot.type->element(), element};
    }
    const auto end = std::min(flag.find('.', begin), flag.size());
    const Field* field = flag_field(*slot.type, flag.substr(begin, end - begin));
    if (field == nullptr) throw_unknown(*slot.type, flag, flag.substr(0, begin));
    slot = {&field->type(), object ? member_of(*slot.type, *field, slot.object) : nullptr};
    begin = end + 1;
  }
  return slot;
}

bool is_written_as_text(Kind kind) {
  return kind == Kind::text || kind == Kind::timestamp || kind == Kind::duration || kind == Kind::field_mask ||
         kind == Kind::enumeration;
}

void set_value(Slot slot, std::string_view text) {
  const Type& inner = without_optional(*slot.type);
  if (inner.kind == Kind::list && !text.starts_with('[')) {
    slot = into_optional(slot);
    return set_value({&slot.type->element(), slot.type->list->append(slot.object)}, text);
  }
  if (inner.kind == Kind::map && !text.starts_with('{')) {
    const auto equals = text.find('=');
    if (equals == text.npos) throw UsageError("expected KEY=VALUE or a JSON object, got `" + std::string(text) + "`");
    slot = into_optional(slot);
    void* element = slot.type->map->insert(slot.object, std::string(text.substr(0, equals)));
    return set_value({&slot.type->element(), element}, text.substr(equals + 1));
  }
  const std::string value(text);
  read_json(*slot.type, slot.object, is_written_as_text(inner.kind) ? to_json(value) : value, {.strict = true});
}

}  // namespace

std::string flag_name(const Field& field) {
  std::string name(member_name(field));
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

const Field* flag_field(const Type& type, std::string_view name) {
  if (type.object == nullptr) return nullptr;
  for (const Field& field : type.object->fields) {
    if (field.name == name || same_name(name, member_name(field))) return &field;
  }
  return nullptr;
}

const Type& flag_type(const Type& type, std::string_view flag) {
  return without_optional(*find_slot(type, nullptr, flag).type);
}

void set_flag(const Type& type, void* object, std::string_view flag, std::string_view text) {
  try {
    set_value(find_slot(type, object, flag), text);
  } catch (const std::exception& error) {
    throw UsageError("--" + std::string(flag) + ": " + error.what());
  }
}

}  // namespace databricks::detail::cli
