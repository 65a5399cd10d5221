// Answers about statements: their small part as models, their rows as the text they are.
#pragma once

#include "rows/row_source.hpp"

#include <databricks/models/sql.hpp>

#include <optional>
#include <string>

namespace databricks::detail {

/// Where the rows are in the body of an answer.
struct RowsInBody {
  std::size_t begin = 0;
  std::size_t size = 0;
};

/// Rows, or links to them.
struct ChunkAnswer {
  sql::ResultData data{};  // without its data_array
  std::string body{};
  std::optional<RowsInBody> rows{};  // unset: the answer has none
};

struct StatementAnswer {
  sql::StatementResponse head{};  // without the result
  std::optional<ChunkAnswer> first{};
};

/// Reads the answer to execute and get. Throws UnexpectedResponse.
StatementAnswer read_statement(std::string body);
/// Reads the answer to the request for a chunk. Throws UnexpectedResponse.
ChunkAnswer read_chunk(std::string body);

}  // namespace databricks::detail
