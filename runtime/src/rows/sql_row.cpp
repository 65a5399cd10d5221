// SqlRow, and the error of rows.
#include <databricks/sql_rows.hpp>

#include "rows/nested.hpp"
#include "rows/plan.hpp"
#include "text/ascii.hpp"

namespace databricks {

namespace {

std::string where(std::int64_t row, const std::string& column) {
  std::string text = row > 0 ? "row " + std::to_string(row) : "";
  if (!column.empty()) text += (text.empty() ? "column `" : ", column `") + column + '`';
  return text.empty() ? text : text + ": ";
}

}  // namespace

SqlError::SqlError(std::int64_t row, std::string column, const std::string& reason)
    : Error(where(row, column) + reason), row_(row), column_(std::move(column)) {}
SqlError::~SqlError() = default;

std::size_t SqlRow::checked(std::size_t index) const {
  if (index < cells_.size()) return index;
  throw InvalidArgument("the row has " + std::to_string(cells_.size()) + " columns, and none of index " +
                        std::to_string(index));
}

std::size_t SqlRow::index_of(std::string_view column) const {
  std::size_t found = cells_.size();
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (!same_text((*columns_)[i].name, column)) continue;
    if (found != cells_.size()) throw InvalidArgument("several columns are called `" + std::string(column) + '`');
    found = i;
  }
  if (found == cells_.size()) throw InvalidArgument("no column is called `" + std::string(column) + '`');
  return found;
}

void SqlRow::read(std::size_t index, const Type& type, void* value) const {
  const SqlColumn& column = this->column(index);
  const auto planned = detail::plan_column(column, type, "the value", 0);
  const auto fail = [&](const std::string& reason) {
    throw SqlError(number_, column.name, (column.type_text.empty() ? column.type : column.type_text) + ": " + reason);
  };
  if (is_null(index)) {
    if (type.reset == nullptr) fail("NULL, and the value asked for is not optional");
    return type.reset(value, Presence::null);
  }
  for (const Type* layer = planned.outer; layer != planned.inner; layer = &layer->element()) {
    value = layer->nullable->emplace(value);
  }
  try {
    if (const auto problem = planned.read(*planned.inner, value, text(index))) fail(problem);
  } catch (const detail::NestedError& error) {
    fail(error.path.empty() ? error.reason : error.path + ": " + error.reason);
  }
}

}  // namespace databricks
