// SQL statements, and waiting for their end.
#pragma once

#include <databricks/services/sql.hpp>

namespace databricks::ext {

/// Like all services: callable from any thread, cheap to copy.
struct DATABRICKS_API StatementExecution : services::sql::StatementExecution {
  StatementExecution(const Client& client);

  /// Executes a statement and returns when it has succeeded, with the first chunk of its result. The time limit is 20
  /// minutes when unset; it does not cancel the statement, nor does the stop token.
  /// Throws OperationFailed (`FAILED: BAD_REQUEST why`) for one that failed, was cancelled or closed; OperationTimeout,
  /// CallCancelled, and what a call throws.
  sql::StatementResponse execute_and_wait(const sql::ExecuteStatementRequest& request,
                                          const WaitOptions<sql::StatementResponse>& options = {}) const;
};

}  // namespace databricks::ext
