#include <databricks/ext/sql.hpp>

#include "ext/sql_statement.hpp"
#include "rows/row_reader.hpp"

namespace databricks::ext {

std::shared_ptr<detail::RowReader> Sql::start(std::string_view statement, const SqlOptions& options,
                                              const Type* row) const {
  return std::make_shared<detail::RowReader>(std::make_unique<detail::SqlStatement>(client_, statement, options), row);
}

SqlResult Sql::execute(std::string_view statement, const SqlOptions& options) const {
  return detail::SqlStatement(client_, statement, options).result();
}

}  // namespace databricks::ext
