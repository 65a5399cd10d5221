// Which column goes into which member: decided once per query.
#pragma once

#include "rows/cell.hpp"

#include <databricks/sql_rows.hpp>

#include <cstddef>
#include <vector>

namespace databricks::detail {

/// Where the cells of a column go.
struct PlannedColumn {
  ReadCell read = nullptr;      // null: nowhere
  const Type* outer = nullptr;  // of the member, with its optional layers
  const Type* inner = nullptr;  // without them
  std::size_t offset = 0;       // in the row
};

/// Members that no column fills; a reader of rows unsets them, as the object is used again and again.
struct UnfilledMember {
  const Type* type = nullptr;
  std::size_t offset = 0;
};

struct RowPlan {
  std::vector<PlannedColumn> columns{};
  std::vector<UnfilledMember> unfilled{};
};

/// For rows of a described struct, or of any other type if there is one column. Throws SqlError for members without a
/// column, unless they are optional; for columns that are ambiguous, and those whose type does not fit.
RowPlan make_plan(const Type& row, const std::vector<SqlColumn>& columns);
/// How cells of this column are read into a value of this type. Throws SqlError.
PlannedColumn plan_column(const SqlColumn& column, const Type& type, std::string_view target, std::size_t offset);

}  // namespace databricks::detail
