#include "ext/sql_statement.hpp"

#include "call/backoff.hpp"
#include "call/engine.hpp"
#include "call/poll.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

sql::ExecuteStatementRequest request_for(const Client& client, std::string_view statement, const SqlOptions& options) {
  const auto& warehouse = options.warehouse_id.empty() ? client.config().warehouse_id : options.warehouse_id;
  if (warehouse.empty()) {
    throw InvalidArgument(
        "no SQL warehouse: set SqlOptions::warehouse_id, or warehouse_id of the configuration "
        "(DATABRICKS_WAREHOUSE_ID)");
  }
  sql::ExecuteStatementRequest request{.statement = std::string(statement), .warehouse_id = warehouse};
  if (options.byte_limit) request.byte_limit = *options.byte_limit;
  if (!options.catalog.empty()) request.catalog = options.catalog;
  request.disposition =
      options.disposition == SqlDisposition::inline_ ? sql::Disposition::INLINE : sql::Disposition::EXTERNAL_LINKS;
  request.format = sql::Format::JSON_ARRAY;
  request.on_wait_timeout = sql::ExecuteStatementRequestOnWaitTimeout::CONTINUE;
  for (const auto& parameter : options.parameters) {
    sql::StatementParameterListItem item{.name = parameter.name};
    if (!parameter.type.empty()) item.type = parameter.type;
    if (parameter.value) item.value = *parameter.value;
    request.parameters.push_back(std::move(item));
  }
  if (options.row_limit) request.row_limit = *options.row_limit;
  if (!options.schema.empty()) request.schema = options.schema;
  request.wait_timeout = std::to_string(options.first_answer.count()) + 's';
  return request;
}

SqlResult result_from(const sql::StatementResponse& head) {
  SqlResult result{.statement_id = head.statement_id.value_or("")};
  if (!head.manifest.has_value()) return result;
  const auto& manifest = *head.manifest;
  if (manifest.total_row_count.has_value()) result.row_count = *manifest.total_row_count;
  if (manifest.total_byte_count.has_value()) result.byte_count = *manifest.total_byte_count;
  result.truncated = manifest.truncated.value_or(false);
  if (!manifest.schema.has_value()) return result;
  for (const auto& column : manifest.schema->columns) {
    result.columns.push_back(
        {column.name.value_or(""), std::string(column.type_name.text()), column.type_text.value_or("")});
  }
  return result;
}

// `FAILED: BAD_REQUEST no such table`
[[noreturn]] void fail(const std::string& state, const sql::StatementStatus& status) {
  std::string text = state + ':';
  if (status.error.has_value()) {
    const auto& error = *status.error;
    if (error.error_code.has_value()) text.append(" ").append(error.error_code.text());
    if (error.message.has_value()) text.append(" ").append(*error.message);
  }
  if (text.back() == ':') text += " the service gives no reason";
  throw OperationFailed(text, detail::seen(status, state, text));
}

bool is_end(const std::string& state) { return state == "FAILED" || state == "CANCELED" || state == "CLOSED"; }

}  // namespace

SqlStatement::SqlStatement(const Client& client, std::string_view statement, const SqlOptions& options)
    : client_(client), options_(options), started_(client.engine()->clock().now()) {
  const auto request = request_for(client, statement, options);
  auto answer = execute_statement(client, request, options.stop);
  result_.statement_id = answer.head.statement_id.value_or("");
  running_ = !result_.statement_id.empty();
  try {
    take(std::move(answer));
  } catch (...) {
    cancel();
    throw;
  }
}

SqlStatement::~SqlStatement() { cancel(); }

void SqlStatement::cancel() noexcept {
  if (!running_) return;
  running_ = false;
  cancel_statement(client_, result_.statement_id);
}

const SqlResult& SqlStatement::result() {
  if (chunks_) return result_;
  try {
    wait();
  } catch (...) {
    cancel();
    throw;
  }
  return result_;
}

void SqlStatement::wait() {
  if (!running_) throw OperationFailed("the statement has ended without a result", {.state = state_});
  auto& clock = client_.engine()->clock();
  for (int n = 1; !chunks_; ++n) {
    const Clock::duration left = options_.timeout - (clock.now() - started_);
    if (left <= Clock::duration::zero()) {
      throw OperationTimeout("the statement was still " + state_ + " after " +
                                 std::to_string(options_.timeout.count()) + " ms, and is cancelled",
                             {.state = state_});
    }
    if (!clock.sleep(std::min(backoff(n), left), options_.stop)) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "the statement was cancelled");
    }
    take(get_statement(client_, result_.statement_id, options_.stop));
  }
}

void SqlStatement::take(StatementAnswer answer) {
  const auto status = answer.head.status.value_or({});
  state_ = status.state.text();
  const bool succeeded = state_ == "SUCCEEDED";
  if (succeeded || is_end(state_)) running_ = false;
  if (options_.on_progress) options_.on_progress(state_);
  if (is_end(state_)) fail(state_, status);
  if (succeeded) return succeed(std::move(answer));
  if (result_.statement_id.empty()) throw UnexpectedResponse(200, "", "the answer has no `statement_id`");
}

void SqlStatement::succeed(StatementAnswer answer) {
  if (!answer.head.statement_id.has_value()) answer.head.statement_id = result_.statement_id;
  result_ = result_from(answer.head);
  SqlChunks chunks(client_, result_.statement_id, options_.stop);
  chunks.begin(answer.head.manifest.value_or({}), std::move(answer.first));
  chunks_.emplace(std::move(chunks));
}

bool SqlStatement::next(std::int64_t rows_read, RowChunk& chunk) {
  result();
  return chunks_->next(rows_read, chunk);
}

}  // namespace databricks::detail
