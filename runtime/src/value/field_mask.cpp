// Field masks as `a,b.c`. Blanks are kept: they are part of a path as far as the services are concerned.
#include <databricks/value.hpp>

namespace databricks {

FieldMask FieldMask::parse(std::string_view text) {
  FieldMask mask;
  while (!text.empty()) {
    const auto comma = text.find(',');
    mask.paths.emplace_back(text.substr(0, comma));
    if (comma == text.npos) return mask;
    text.remove_prefix(comma + 1);
    if (text.empty()) mask.paths.emplace_back();
  }
  return mask;
}

std::string FieldMask::text() const {
  std::string out;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i > 0) out += ',';
    out += paths[i];
  }
  return out;
}

}  // namespace databricks
