#include "rows/plan.hpp"

#include "rows/names.hpp"
#include "text/ascii.hpp"

#include <optional>

namespace databricks::detail {

namespace {

using SameName = bool (*)(std::string_view, std::string_view);

std::string list_of(const std::vector<SqlColumn>& columns) {
  if (columns.empty()) return "no columns";
  constexpr std::size_t kMost = 50;
  std::string text = "columns";
  for (std::size_t i = 0; i < columns.size() && i < kMost; ++i) {
    text.append(i == 0 ? " `" : ", `").append(columns[i].name) += '`';
  }
  if (columns.size() > kMost) text += " and " + std::to_string(columns.size() - kMost) + " more";
  return text;
}

std::optional<std::size_t> find_column(const std::vector<SqlColumn>& columns, std::string_view name, SameName same) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!same(columns[i].name, name)) continue;
    if (found) {
      throw SqlError(0, columns[i].name,
                     "columns " + std::to_string(*found + 1) + " and " + std::to_string(i + 1) +
                         " both fit the member `" + std::string(name) + "`: name one of them with AS");
    }
    found = i;
  }
  return found;
}

std::string target_name(const Type& row, const Field& field) {
  return "`" + std::string(row.name) + "::" + std::string(field.member) + '`';
}

RowPlan plan_value(const Type& type, const std::vector<SqlColumn>& columns) {
  if (columns.size() != 1) throw SqlError(0, "", "the result should have one column, and has " + list_of(columns));
  return {.columns = {plan_column(columns.front(), type, "the row", 0)}};
}

RowPlan plan_object(const Type& row, const std::vector<SqlColumn>& columns) {
  RowPlan plan{.columns = std::vector<PlannedColumn>(columns.size())};
  std::string missing;
  const auto* prototype = static_cast<const char*>(row.object->prototype);
  for (const Field& field : row.object->fields) {
    const Type& type = field.type();
    const auto offset = static_cast<std::size_t>(static_cast<const char*>(field.address) - prototype);
    auto column = find_column(columns, field.name, same_text);
    if (!column) column = find_column(columns, field.name, similar_name);
    if (column && plan.columns[*column].read == nullptr) {
      plan.columns[*column] = plan_column(columns[*column], type, target_name(row, field), offset);
    } else if (type.reset != nullptr) {
      plan.unfilled.push_back({&type, offset});
    } else {
      missing += (missing.empty() ? "" : ", ") + target_name(row, field);
    }
  }
  if (!missing.empty()) throw SqlError(0, "", "no column for " + missing + ": the result has " + list_of(columns));
  return plan;
}

}  // namespace

PlannedColumn plan_column(const SqlColumn& column, const Type& type, std::string_view target, std::size_t offset) {
  const Type& inner = without_optional(type);
  const ReadCell read = cell_reader(column.type, inner);
  if (read == nullptr) {
    throw SqlError(0, column.name,
                   (column.type_text.empty() ? column.type : column.type_text) + " can't be read into " +
                       std::string(target) + ", which is " + cell_expectation(inner));
  }
  return {read, &type, &inner, offset};
}

RowPlan make_plan(const Type& row, const std::vector<SqlColumn>& columns) {
  return row.kind == Kind::object ? plan_object(row, columns) : plan_value(row, columns);
}

}  // namespace databricks::detail
