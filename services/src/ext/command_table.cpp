#include "command_table.hpp"

#include <databricks/json.hpp>

namespace databricks::ext {

namespace {

std::optional<std::string> cell(const std::string& json) {
  if (json == "null") return std::nullopt;
  return json.starts_with('"') ? from_json<std::string>(json) : json;
}

}  // namespace

std::vector<std::vector<std::optional<std::string>>> table_rows(std::string_view json) {
  std::vector<std::vector<std::optional<std::string>>> rows;
  for (const auto& row : from_json<list<list<RawJson>>>(json)) {
    auto& cells = rows.emplace_back();
    for (const auto& value : row) cells.push_back(cell(value.text));
  }
  return rows;
}

}  // namespace databricks::ext
