#include "ext/sql_answer.hpp"

#include "rows/cursor.hpp"

#include <databricks/json.hpp>

#include <utility>

namespace databricks::detail {

namespace {

constexpr int kDeepest = 200;

// Goes over an object in search of `data_array`, also in its `result`.
void find_rows(JsonCursor& cursor, std::optional<RowsInBody>& rows, bool in_result) {
  std::string scratch;
  cursor.expect('{');
  if (cursor.take('}')) return;
  do {
    const std::string key(cursor.string(scratch));
    cursor.expect(':');
    if (key == "result" && !in_result && cursor.peek() == '{') {
      find_rows(cursor, rows, true);
    } else if (key == "data_array" && cursor.peek() == '[') {
      const auto begin = cursor.position();
      rows = RowsInBody{begin, cursor.value(kDeepest).size()};
    } else {
      cursor.value(kDeepest);
    }
  } while (cursor.more('}'));
}

// Reads everything but the rows, whose place is told.
template <class Model>
std::optional<RowsInBody> read_around_rows(const std::string& body, Model& model) {
  try {
    JsonCursor cursor(body);
    std::optional<RowsInBody> rows;
    find_rows(cursor, rows, std::is_same_v<Model, sql::ResultData>);
    std::string rest = body.substr(0, rows ? rows->begin : body.size());
    if (rows) rest.append("null").append(body, rows->begin + rows->size);
    read_json(type_of<Model>(), &model, rest);
    return rows;
  } catch (const JsonError& error) {
    throw UnexpectedResponse(200, "", std::string("the answer is not what it should be: ") + error.what());
  }
}

}  // namespace

StatementAnswer read_statement(std::string body) {
  StatementAnswer answer;
  const auto rows = read_around_rows(body, answer.head);
  if (answer.head.result.has_value()) {
    answer.first = ChunkAnswer{std::move(*answer.head.result), {}, rows};
    answer.head.result.reset();
    if (rows) answer.first->body = std::move(body);
  }
  return answer;
}

ChunkAnswer read_chunk(std::string body) {
  ChunkAnswer answer;
  answer.rows = read_around_rows(body, answer.data);
  if (answer.rows) answer.body = std::move(body);
  return answer;
}

}  // namespace databricks::detail
