#include "rows/names.hpp"

#include "text/ascii.hpp"

namespace databricks::detail {

bool similar_name(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < a.size() && a[i] == '_') ++i;
    while (j < b.size() && b[j] == '_') ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (ascii_lower(a[i++]) != ascii_lower(b[j++])) return false;
  }
}

const Field* find_named_field(const Type& type, std::string_view name) {
  for (const auto same : {same_text, similar_name}) {
    for (const Field& field : type.object->fields) {
      if (same(field.name, name)) return &field;
    }
  }
  return nullptr;
}

}  // namespace databricks::detail
