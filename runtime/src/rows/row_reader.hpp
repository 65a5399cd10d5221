// Chunks -> rows: one object after the other, by a plan.
#pragma once

#include "rows/cursor.hpp"
#include "rows/plan.hpp"
#include "rows/row_source.hpp"

#include <memory>
#include <string>

namespace databricks::detail {

/// Used by one thread.
class RowReader {
 public:
  /// `row` is the type of the rows; null: SqlRow.
  RowReader(std::unique_ptr<RowSource> source, const Type* row) : source_(std::move(source)), type_(row) {}

  const SqlResult& result() { return source_->result(); }
  /// False: there are no more rows. Throws SqlError, and what the source throws.
  bool next(void* row);

 private:
  void prepare();
  bool begin_row();
  bool next_chunk();
  void end_chunk();
  void fill(char* row);
  void fill(SqlRow& row);
  void end_row();
  void cell(std::size_t index, char* row);
  bool text_of_cell(std::string_view& text);
  void null(std::size_t index, char* row);
  const SqlColumn& column(std::size_t index) { return source_->result().columns[index]; }
  [[noreturn]] void fail(std::size_t index, const std::string& reason);
  [[noreturn]] void fail_text(const JsonError& error);
  [[noreturn]] void fail_row(const std::string& reason);

  std::unique_ptr<RowSource> source_;
  const Type* type_;
  bool prepared_ = false;
  bool in_chunk_ = false;
  std::size_t width_ = 0;  // columns
  RowPlan plan_{};
  std::shared_ptr<const std::vector<SqlColumn>> columns_{};  // for SqlRow
  RowChunk chunk_{};
  JsonCursor cursor_{{}};
  std::int64_t rows_ = 0;        // begun, over all chunks
  std::int64_t chunk_rows_ = 0;  // begun, of this chunk
  std::string scratch_{};
};

}  // namespace databricks::detail
