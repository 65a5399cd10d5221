// A statement's life: started, waited for, cancelled if nobody waits any more.
#pragma once

#include "ext/sql_chunks.hpp"

#include <databricks/clock.hpp>
#include <databricks/sql.hpp>

#include <memory>
#include <optional>

namespace databricks::detail {

/// Used by one thread.
class SqlStatement final : public RowSource {
 public:
  /// Starts it. Throws InvalidArgument, what calls throw, and OperationFailed.
  SqlStatement(const Client& client, std::string_view statement, const SqlOptions& options);
  /// Cancels it if it still runs.
  ~SqlStatement() override;
  SqlStatement(const SqlStatement&) = delete;
  SqlStatement& operator=(const SqlStatement&) = delete;

  /// Waits. Throws OperationFailed, OperationTimeout, CallCancelled and what calls throw; the statement is then
  /// cancelled.
  const SqlResult& result() override;
  bool next(std::int64_t rows_read, RowChunk& chunk) override;

 private:
  void wait();
  void take(StatementAnswer answer);
  void succeed(StatementAnswer answer);
  void cancel() noexcept;

  const Client client_;
  const SqlOptions options_;
  const Clock::time_point started_;
  std::string state_{};
  SqlResult result_{};
  bool running_ = false;
  std::optional<SqlChunks> chunks_{};  // set: it has succeeded
};

}  // namespace databricks::detail
