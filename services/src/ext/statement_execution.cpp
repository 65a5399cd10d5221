// The end of a SQL statement.
#include "call/poll.hpp"

#include <databricks/ext/statement_execution.hpp>
#include <databricks/models/sql.hpp>

namespace databricks::ext {

namespace {

using sql::StatementState;

void append_word(std::string& text, std::string_view word) {
  if (word.empty()) return;
  if (!text.empty()) text += ' ';
  text += word;
}

std::string error_text(const sql::StatementStatus& status) {
  std::string text;
  if (!status.error.has_value()) return text;
  append_word(text, status.error->error_code.text());
  append_word(text, status.error->message.value_or(""));
  return text;
}

// Whether it has succeeded; false: not yet.
bool has_succeeded(const sql::StatementResponse& answer, LastSeen& last) {
  const auto status = answer.status.value_or({});
  const std::string state(status.state.text());
  last = detail::seen(answer, state, "current status: " + state);
  for (const auto end : {StatementState::FAILED, StatementState::CANCELED, StatementState::CLOSED}) {
    if (!(status.state == end)) continue;
    const auto error = error_text(status);
    throw OperationFailed(state + (error.empty() ? "" : ": ") + error, detail::seen(answer, state, error));
  }
  return status.state == StatementState::SUCCEEDED;
}

}  // namespace

StatementExecution::StatementExecution(const Client& client) : services::sql::StatementExecution{client} {}

sql::StatementResponse StatementExecution::execute_and_wait(const sql::ExecuteStatementRequest& request,
                                                            const WaitOptions<sql::StatementResponse>& options) const {
  CallOptions call_options;
  call_options.stop = options.stop;
  auto answer = execute_statement(request, call_options);
  LastSeen last = detail::nothing_seen;
  if (options.on_progress) options.on_progress(answer);
  if (has_succeeded(answer, last)) return answer;
  const auto id = answer.statement_id.value_or("");
  if (id.empty()) throw Error("can't wait: the answer has no `statement_id`");
  const auto timeout = options.timeout.value_or(std::chrono::minutes(20));
  detail::poll_until(engine(), {timeout, options.stop}, last, [&] {
    answer = get_statement({id}, call_options);
    if (options.on_progress) options.on_progress(answer);
    return has_succeeded(answer, last);
  });
  return answer;
}

}  // namespace databricks::ext
