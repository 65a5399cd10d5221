#include "ext/sql_calls.hpp"

#include <databricks/reflect.hpp>
#include <databricks/services/sql.hpp>

namespace databricks::detail {

// What the service answers, unread: the models have no place for the NULLs among the rows, and rows are many.
struct UnreadAnswer {
  Bytes body{};
};
BOOST_DESCRIBE_STRUCT(UnreadAnswer, (), (body))

namespace {

constexpr Declare<"POST /api/2.0/sql/statements", sql::ExecuteStatementRequest, UnreadAnswer,
                  Accept<"application/json">>
    execute;
constexpr Declare<"GET /api/2.0/sql/statements/{statement_id}", sql::GetStatementRequest, UnreadAnswer,
                  Accept<"application/json">>
    get;
constexpr Declare<"GET /api/2.0/sql/statements/{statement_id}/result/chunks/{chunk_index}",
                  sql::GetStatementResultChunkNRequest, UnreadAnswer, Accept<"application/json">>
    chunk;

CallOptions stoppable(const std::stop_token& stop) {
  CallOptions options;
  options.stop = stop;
  return options;
}

}  // namespace

StatementAnswer execute_statement(const Client& client, const sql::ExecuteStatementRequest& request,
                                  const std::stop_token& stop) {
  return read_statement(std::move(client.call(execute, request, stoppable(stop)).body.data));
}

StatementAnswer get_statement(const Client& client, const std::string& id, const std::stop_token& stop) {
  return read_statement(std::move(client.call(get, {.statement_id = id}, stoppable(stop)).body.data));
}

ChunkAnswer get_chunk(const Client& client, const std::string& id, std::int64_t index, const std::stop_token& stop) {
  return read_chunk(
      std::move(client.call(chunk, {.statement_id = id, .chunk_index = index}, stoppable(stop)).body.data));
}

void cancel_statement(const Client& client, const std::string& id) noexcept {
  try {
    CallOptions options;
    options.timeout = std::chrono::seconds(10);
    options.retry = RetryPolicy::none();
    services::sql::StatementExecution{client}.cancel_execution({.statement_id = id}, options);
  } catch (const std::exception&) {  // there is nobody left to tell
  }
}

std::string fetch_link(const Client& client, const sql::ExternalLink& link, const std::stop_token& stop) {
  auto options = stoppable(stop);
  for (const auto& [name, value] : link.http_headers) options.headers.set(name, value);
  // Nothing is signed, not even if the storage should stand behind the workspace's own address.
  const RawCall unsigned_call{.accept = "", .authenticate = [](HttpRequest&) {}};
  return client.do_("GET", link.external_link.value_or(""), unsigned_call, options).body;
}

}  // namespace databricks::detail
