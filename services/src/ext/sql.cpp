#include <databricks/sql.hpp>

#include "ext/sql_statement.hpp"
#include "rows/row_reader.hpp"

namespace databricks::ext {

std::shared_ptr<detail::RowReader> Sql::start(std::string_view statement, const SqlOptions* options,
                                              TypeFunction row) const {
  auto started = std::make_unique<detail::SqlStatement>(client_, statement, options ? *options : SqlOptions{});
  return std::make_shared<detail::RowReader>(std::move(started), row ? &row() : nullptr);
}

SqlResult Sql::execute(std::string_view statement, const SqlOptions& options) const {
  return detail::SqlStatement(client_, statement, options).result();
}

SqlResult Sql::execute(std::string_view statement) const { return execute(statement, SqlOptions{}); }

}  // namespace databricks::ext
