// What the client says of SQL: so little that programs that don't use it pay next to nothing. The rest is in
// <databricks/sql.hpp>.
#pragma once

#include <databricks/client.hpp>
#include <databricks/type.hpp>

#include <memory>
#include <string_view>
#include <type_traits>

namespace databricks {

struct SqlOptions;
struct SqlResult;
class SqlRow;
template <class T>
class SqlRows;
namespace detail {
class RowReader;

// Null: SqlRow, which has no table.
template <class T>
constexpr TypeFunction row_type() {
  if constexpr (std::is_same_v<T, SqlRow>) {
    return nullptr;
  } else {
    return type_of<T>;
  }
}
}  // namespace detail

namespace ext {

/// Callable from any thread. Copies share the client's connections.
class DATABRICKS_API Sql {
 public:
  explicit Sql(const Client& client) : client_(client) {}

  /// Starts a statement and gives its rows as they are asked for. T is a described struct; or a single value where
  /// there is a single column; or SqlRow. Throws InvalidArgument without a warehouse, what calls throw, and
  /// OperationFailed for a statement that failed at once.
  template <class T = SqlRow>
  SqlRows<T> query(std::string_view statement, const SqlOptions& options) const {
    return SqlRows<T>(start(statement, &options, detail::row_type<T>()));
  }
  template <class T = SqlRow>
  SqlRows<T> query(std::string_view statement) const {
    return SqlRows<T>(start(statement, nullptr, detail::row_type<T>()));
  }

  /// Runs a statement for what it does and waits for its end; rows are not fetched. Throws what iterating over the rows
  /// of query() throws.
  SqlResult execute(std::string_view statement, const SqlOptions& options) const;
  SqlResult execute(std::string_view statement) const;

 private:
  std::shared_ptr<detail::RowReader> start(std::string_view statement, const SqlOptions* options,
                                           TypeFunction row) const;

  Client client_;
};

}  // namespace ext
}  // namespace databricks
