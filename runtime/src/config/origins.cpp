#include "config/origins.hpp"

#include <algorithm>
#include <functional>

namespace databricks {

namespace {

std::size_t fingerprint(const Config& config, const AttributeRow& row) {
  return std::hash<std::string>()(attribute_text(config, row));
}

}  // namespace

void note_origin(ConfigOrigins& origins, const Config& config, const AttributeRow& row, std::string source) {
  std::erase_if(origins.values, [&](const ConfigOrigin& origin) { return origin.attribute == row.attribute.name; });
  origins.values.push_back({row.attribute.name, std::move(source), fingerprint(config, row)});
}

std::string source_of(const Config& config, const ConfigOrigins* origins, const AttributeRow& row) {
  if (!is_set(config, row)) return {};
  if (origins) {
    for (const auto& origin : origins->values) {
      const bool is_it = origin.attribute == row.attribute.name && origin.fingerprint == fingerprint(config, row);
      if (is_it) return origin.source;
    }
  }
  return "dynamic configuration";
}

void add_once(std::vector<std::string>& texts, std::string text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

}  // namespace databricks
