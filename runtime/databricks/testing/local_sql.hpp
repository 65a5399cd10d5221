// SQL of the local workspace: statements that are known beforehand, with their results.
//
//   workspace.sql().answer("SELECT id FROM t", {.columns = {{"id", "INT", "INT"}}, .rows = {{"1"}, {std::nullopt}}});
#pragma once

#include <databricks/export.hpp>
#include <databricks/sql_rows.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace databricks::testing {

/// What a statement gives. Cells are written as the service writes them; unset is NULL.
struct LocalResult {
  std::vector<SqlColumn> columns{};
  std::vector<std::vector<std::optional<std::string>>> rows{};
  std::size_t rows_per_chunk = 1000;  // at least 1
  std::string error{};                // not empty: the statement fails with this text
};

/// Callable from any thread.
class DATABRICKS_API LocalSql {
 public:
  LocalSql();
  ~LocalSql();
  LocalSql(const LocalSql&) = delete;
  LocalSql& operator=(const LocalSql&) = delete;

  /// From now on this is what the statement gives, however its words are spaced and whatever its parameters. Statements
  /// that nobody told about fail.
  void answer(const std::string& statement, LocalResult result);

  struct State;
  const std::shared_ptr<State>& state() const { return state_; }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace databricks::testing
