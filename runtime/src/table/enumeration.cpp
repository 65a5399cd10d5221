// Enumerators and their texts.
#include <databricks/type.hpp>

#include "table/enumeration.hpp"

#include <algorithm>

namespace databricks::detail {

const Enumerator* find_enumerator(const EnumTable& table, std::string_view text) {
  const auto found = std::lower_bound(table.by_name.begin(), table.by_name.end(), text,
                                      [](const Enumerator& e, std::string_view name) { return e.name < name; });
  return found != table.by_name.end() && found->name == text ? &*found : nullptr;
}

std::string_view enumerator_name(const EnumTable& table, int value) {
  // Most enums number their values 0, 1, 2..., so the first guess is right.
  const auto guess = static_cast<std::size_t>(value);
  if (value >= 0 && guess < table.declared.size() && table.declared[guess].value == value) {
    return table.declared[guess].name;
  }
  for (const Enumerator& enumerator : table.declared) {
    if (enumerator.value == value) return enumerator.name;
  }
  return {};
}

std::string_view enum_text(const Type& type, const open_enum_base& value) {
  if (!value.has_value()) return {};
  if (const std::string* unknown = value.unknown_text()) return *unknown;
  return enumerator_name(*type.enumeration, value.number());
}

void enum_assign(const Type& type, open_enum_base& target, std::string_view text) {
  if (const Enumerator* known = find_enumerator(*type.enumeration, text)) {
    target.set_number(known->value);
  } else {
    target.set_unknown_text(text);
  }
}

}  // namespace databricks::detail
