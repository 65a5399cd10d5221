#include "testing/local/sql.hpp"

#include "testing/local/moments.hpp"
#include "testing/local/object_storage.hpp"
#include "testing/local/refuse.hpp"
#include "text/ascii.hpp"

#include <databricks/endpoint.hpp>
#include <databricks/json.hpp>
#include <databricks/models/sql.hpp>
#include <databricks/reflect.hpp>
#include <databricks/services/sql.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace databricks::testing::local {

// The API's own models have no place for NULL among the cells.
using Cells = list<list<optional<std::string>>>;
struct SqlChunkAnswer {
  optional<std::int64_t> chunk_index{};
  optional<std::int64_t> row_offset{};
  optional<std::int64_t> row_count{};
  optional<std::int64_t> next_chunk_index{};
  optional<std::string> next_chunk_internal_link{};
  Cells data_array{};
  list<sql::ExternalLink> external_links{};
};
BOOST_DESCRIBE_STRUCT(SqlChunkAnswer, (),
                      (chunk_index, row_offset, row_count, next_chunk_index, next_chunk_internal_link, data_array,
                       external_links))
struct SqlStatementAnswer {
  optional<std::string> statement_id{};
  sql::StatementStatus status{};
  boxed<sql::ResultManifest> manifest{};
  boxed<SqlChunkAnswer> result{};
};
BOOST_DESCRIBE_STRUCT(SqlStatementAnswer, (), (statement_id, status, manifest, result))
struct SqlStatements : Service {
  Endpoint<"POST /api/2.0/sql/statements", sql::ExecuteStatementRequest, SqlStatementAnswer> execute{*this};
  Endpoint<"GET /api/2.0/sql/statements/{statement_id}", sql::GetStatementRequest, SqlStatementAnswer> get{*this};
  Endpoint<"GET /api/2.0/sql/statements/{statement_id}/result/chunks/{chunk_index}",
           sql::GetStatementResultChunkNRequest, SqlChunkAnswer>
      chunk{*this};
};

}  // namespace databricks::testing::local

namespace databricks::testing {

using namespace local;

struct LocalSql::State : std::enable_shared_from_this<LocalSql::State> {
  struct Statement {
    LocalResult result{};
    bool external = false;
    Moment since = now();
    bool waited_for = true;  // then it has ended at once
    bool cancelled = false;
  };

  State();

  SqlStatementAnswer execute(const sql::ExecuteStatementRequest& request);
  SqlStatementAnswer answer(const std::string& id);
  SqlChunkAnswer chunk(const std::string& id, std::int64_t index);
  HttpResponse file(const std::string& id, std::int64_t index);
  void cancel(const std::string& id);

  const Statement& find(const std::string& id);
  sql::StatementState state_of(const Statement& statement) const;
  SqlChunkAnswer make_chunk(const std::string& id, const Statement& statement, std::int64_t index);
  static Cells cells(const LocalResult& result, std::int64_t chunk);

  std::mutex mutex{};
  Step step{200};
  ObjectStorage* storage = nullptr;  // outlives the server, and with it all calls
  std::map<std::string, LocalResult> answers{};
  std::map<std::string, Statement> statements{};
  int last_number = 0;
};

namespace {

constexpr std::chrono::minutes kLinkLife{15};

// One blank between words, small letters, and no semicolon at the end.
std::string normal(std::string_view statement) {
  std::string text;
  for (const char c : ascii_lower(statement)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) text += c;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
  }
  return text.substr(0, text.find_last_not_of(" ;") + 1);
}

std::int64_t chunk_count(const LocalResult& result) {
  const auto size = std::max<std::size_t>(result.rows_per_chunk, 1);
  return static_cast<std::int64_t>((result.rows.size() + size - 1) / size);
}

std::pair<std::size_t, std::size_t> bounds(const LocalResult& result, std::int64_t chunk) {
  const auto size = std::max<std::size_t>(result.rows_per_chunk, 1);
  const auto begin = std::min(static_cast<std::size_t>(chunk) * size, result.rows.size());
  return {begin, std::min(begin + size, result.rows.size())};
}

sql::ResultManifest manifest_of(const LocalResult& result) {
  sql::ResultManifest manifest{.format = sql::Format::JSON_ARRAY};
  sql::ResultSchema schema{.column_count = static_cast<std::int64_t>(result.columns.size())};
  for (const auto& column : result.columns) {
    schema.columns.push_back({.name = column.name,
                              .position = static_cast<std::int64_t>(schema.columns.size()),
                              .type_name = open_enum<sql::ColumnInfoTypeName>::from_text(column.type),
                              .type_text = column.type_text.empty() ? column.type : column.type_text});
  }
  manifest.schema = std::move(schema);
  for (std::int64_t i = 0; i < chunk_count(result); ++i) {
    const auto [begin, end] = bounds(result, i);
    manifest.chunks.push_back({.chunk_index = i,
                               .row_count = static_cast<std::int64_t>(end - begin),
                               .row_offset = static_cast<std::int64_t>(begin)});
  }
  manifest.total_chunk_count = chunk_count(result);
  manifest.total_row_count = static_cast<std::int64_t>(result.rows.size());
  manifest.truncated = false;
  return manifest;
}

// Something to ask for in a new workspace.
LocalResult trips() {
  LocalResult result{.columns = {{"trip_id", "LONG", "BIGINT"},
                                 {"city", "STRING", "STRING"},
                                 {"distance", "DOUBLE", "DOUBLE"},
                                 {"fare", "DECIMAL", "DECIMAL(10,2)"},
                                 {"started", "TIMESTAMP", "TIMESTAMP"},
                                 {"stops", "ARRAY", "ARRAY<STRING>"},
                                 {"tip", "DECIMAL", "DECIMAL(10,2)"}},
                     .rows_per_chunk = 4};
  constexpr const char* kCities[] = {"Amsterdam", "Berlin", "Bengaluru", "Seattle"};
  for (int i = 0; i < 10; ++i) {
    const auto number = std::to_string(i);
    result.rows.push_back({number, kCities[i % 4], number + ".5", "1" + number + ".20",
                           "2024-05-0" + std::to_string(i % 9 + 1) + "T08:30:00.000Z",
                           i % 3 == 0 ? "[]" : R"(["Station","Harbour"])",
                           i % 2 == 0 ? std::optional<std::string>() : std::optional<std::string>("0.50")});
  }
  return result;
}

}  // namespace

LocalSql::State::State() {
  answers[normal("SELECT * FROM samples.trips")] = trips();
  answers["select 1"] = {.columns = {{"1", "INT", "INT"}}, .rows = {{"1"}}};
}

SqlStatementAnswer LocalSql::State::execute(const sql::ExecuteStatementRequest& request) {
  required(request.warehouse_id, "warehouse_id");
  const auto text = normal(required(request.statement, "statement"));
  std::string id;
  {
    const std::lock_guard lock(mutex);
    const auto known = answers.find(text);
    Statement statement{.external = request.disposition == sql::Disposition::EXTERNAL_LINKS,
                        .waited_for = request.wait_timeout.value_or("10s") != "0s"};
    statement.result = known != answers.end() ? known->second
                                              : LocalResult{.error =
                                                                "the local workspace has no answer to this "
                                                                "statement; LocalSql::answer() can give one"};
    const auto limit = static_cast<std::size_t>(request.row_limit.value_or(INT64_MAX));
    if (statement.result.rows.size() > limit) statement.result.rows.resize(limit);
    id = "01ef0000-0000-0000-0000-" + std::to_string(100'000'000'000 + ++last_number);
    statements.emplace(id, std::move(statement));
  }
  return answer(id);
}

const LocalSql::State::Statement& LocalSql::State::find(const std::string& id) {
  const auto found = statements.find(id);
  if (found == statements.end()) refuse_missing("The statement " + id + " was not found.");
  return found->second;
}

sql::StatementState LocalSql::State::state_of(const Statement& statement) const {
  if (statement.cancelled) return sql::StatementState::CANCELED;
  if (!statement.waited_for && steps_since(statement.since, step) < 1) return sql::StatementState::RUNNING;
  return statement.result.error.empty() ? sql::StatementState::SUCCEEDED : sql::StatementState::FAILED;
}

SqlStatementAnswer LocalSql::State::answer(const std::string& id) {
  const std::lock_guard lock(mutex);
  const Statement& statement = find(id);
  const auto state = state_of(statement);
  SqlStatementAnswer answer{.statement_id = id, .status = {.state = state}};
  if (state == sql::StatementState::FAILED) {
    answer.status.error =
        sql::ServiceError{.error_code = sql::ServiceErrorCode::BAD_REQUEST, .message = statement.result.error};
  }
  if (state != sql::StatementState::SUCCEEDED) return answer;
  answer.manifest = manifest_of(statement.result);
  if (chunk_count(statement.result) > 0) answer.result = make_chunk(id, statement, 0);
  return answer;
}

SqlChunkAnswer LocalSql::State::chunk(const std::string& id, std::int64_t index) {
  const std::lock_guard lock(mutex);
  const Statement& statement = find(id);
  if (state_of(statement) != sql::StatementState::SUCCEEDED) refuse("BAD_REQUEST", "The statement has no result.");
  if (index < 0 || index >= chunk_count(statement.result)) refuse_value("There is no chunk " + std::to_string(index));
  return make_chunk(id, statement, index);
}

SqlChunkAnswer LocalSql::State::make_chunk(const std::string& id, const Statement& statement, std::int64_t index) {
  const auto [begin, end] = bounds(statement.result, index);
  SqlChunkAnswer answer{.chunk_index = index,
                        .row_offset = static_cast<std::int64_t>(begin),
                        .row_count = static_cast<std::int64_t>(end - begin)};
  if (index + 1 < chunk_count(statement.result)) {
    const auto next = std::to_string(index + 1);
    answer.next_chunk_index = index + 1;
    answer.next_chunk_internal_link = "/api/2.0/sql/statements/" + id + "/result/chunks/" + next;
  }
  if (!statement.external) {
    answer.data_array = cells(statement.result, index);
    return answer;
  }
  const auto expires = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() + kLinkLife);
  sql::ExternalLink external{.chunk_index = index, .next_chunk_index = answer.next_chunk_index};
  external.expiration = Timestamp(expires).text();
  external.external_link =
      storage->sign({"GET"}, "/results/" + id + '/' + std::to_string(index), expires,
                    [self = shared_from_this(), id, index](const HttpRequest&) { return self->file(id, index); });
  external.next_chunk_internal_link = answer.next_chunk_internal_link;
  external.row_count = answer.row_count;
  external.row_offset = answer.row_offset;
  return {.external_links = {external}};
}

Cells LocalSql::State::cells(const LocalResult& result, std::int64_t chunk) {
  const auto [begin, end] = bounds(result, chunk);
  Cells cells = empty;
  for (std::size_t i = begin; i < end; ++i) {
    auto& row = cells.emplace_back();
    row = empty;
    for (const auto& cell : result.rows[i]) {
      if (cell) {
        row.push_back(*cell);
      } else {
        row.push_back(null);
      }
    }
  }
  return cells;
}

HttpResponse LocalSql::State::file(const std::string& id, std::int64_t index) {
  const std::lock_guard lock(mutex);
  HttpResponse response{.status = 200};
  response.headers.set("Content-Type", "application/json");
  response.body = to_json(cells(find(id).result, index));
  return response;
}

void LocalSql::State::cancel(const std::string& id) {
  const std::lock_guard lock(mutex);
  if (state_of(find(id)) == sql::StatementState::RUNNING) statements.at(id).cancelled = true;
}

LocalSql::LocalSql() : state_(std::make_shared<State>()) {}
LocalSql::~LocalSql() = default;

void LocalSql::answer(const std::string& statement, LocalResult result) {
  const std::lock_guard lock(state_->mutex);
  state_->answers[normal(statement)] = std::move(result);
}

void local::serve_sql(ApiServer& server, Step step, const LocalSql& sql, ObjectStorage& storage) {
  const auto state = sql.state();
  state->step = step;
  state->storage = &storage;
  server.on<&SqlStatements::execute>([=](const auto& request) { return state->execute(request); })
      .on<&SqlStatements::get>([=](const auto& request) { return state->answer(request.statement_id.value_or("")); })
      .on<&SqlStatements::chunk>([=](const auto& request) {
        return state->chunk(request.statement_id.value_or(""), request.chunk_index.value_or(0));
      })
      .on<&services::sql::StatementExecution::cancel_execution>(
          [=](const auto& request) { state->cancel(request.statement_id.value_or("")); });
}

}  // namespace databricks::testing
