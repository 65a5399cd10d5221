// Where rows come from, chunk by chunk.
#pragma once

#include <databricks/sql_rows.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Rows as the service sends them: a JSON array of arrays of texts and nulls, somewhere in a body.
struct RowChunk {
  std::string body{};
  std::size_t begin = 0;  // of the array
  std::size_t size = 0;
  std::int64_t index = 0;
  std::optional<std::int64_t> row_count{};  // as announced

  std::string_view rows() const { return std::string_view(body).substr(begin, size); }
};

/// Used by one thread.
class RowSource {
 public:
  virtual ~RowSource();
  /// Waits until columns are known.
  virtual const SqlResult& result() = 0;
  /// The chunk that begins with row number `rows_read` (from 0). False: there are no more rows, and there should be
  /// none.
  virtual bool next(std::int64_t rows_read, RowChunk& chunk) = 0;
};

}  // namespace databricks::detail
