#include "rows/row_reader.hpp"

#include "json/utf8.hpp"
#include "rows/nested.hpp"

#include <cstring>

namespace databricks {

namespace detail {

namespace {

constexpr int kDeepest = 200;  // of a cell that is not text

bool is_ascii(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    bits |= word;
  }
  for (; i < text.size(); ++i) bits |= static_cast<unsigned char>(text[i]);
  return (bits & 0x8080808080808080u) == 0;
}

}  // namespace

RowSource::~RowSource() = default;

bool RowReader::next(void* row) {
  if (!prepared_) prepare();
  if (!begin_row()) return false;
  try {
    type_ == nullptr ? fill(*static_cast<SqlRow*>(row)) : fill(static_cast<char*>(row));
    end_row();
  } catch (const JsonError& error) {
    fail_text(error);
  }
  return true;
}

void RowReader::prepare() {
  const SqlResult& result = source_->result();
  width_ = result.columns.size();
  if (type_ != nullptr) {
    plan_ = make_plan(*type_, result.columns);
  } else {
    columns_ = std::make_shared<const std::vector<SqlColumn>>(result.columns);
  }
  prepared_ = true;
}

// Goes over the `[` of the next row, be it in this chunk or a later one.
bool RowReader::begin_row() {
  try {
    while (true) {
      if (in_chunk_ && (chunk_rows_ == 0 ? !cursor_.take(']') : cursor_.more(']'))) break;
      if (in_chunk_) end_chunk();
      if (!next_chunk()) return false;
    }
    ++rows_;
    ++chunk_rows_;
    cursor_.expect('[');
  } catch (const JsonError& error) {
    fail_text(error);
  }
  return true;
}

bool RowReader::next_chunk() {
  chunk_ = {};
  if (!source_->next(rows_, chunk_)) return false;
  if (!is_ascii(chunk_.rows()) && !is_utf8(chunk_.rows())) {
    chunk_.body = repaired_json(chunk_.rows());
    chunk_.begin = 0;
    chunk_.size = chunk_.body.size();
  }
  cursor_ = JsonCursor(chunk_.rows());
  chunk_rows_ = 0;
  in_chunk_ = true;
  cursor_.expect('[');
  return true;
}

void RowReader::end_chunk() {
  in_chunk_ = false;
  if (cursor_.peek() != '\0') cursor_.fail("there is more text after the rows");
  if (chunk_.row_count && *chunk_.row_count != chunk_rows_) {
    throw SqlError(0, "",
                   "chunk " + std::to_string(chunk_.index) + " of the result has " + std::to_string(chunk_rows_) +
                       " rows where " + std::to_string(*chunk_.row_count) + " were announced");
  }
}

void RowReader::fill(char* row) {
  for (const auto& member : plan_.unfilled) member.type->reset(row + member.offset, Presence::unset);
  if (width_ == 0) return;
  for (std::size_t i = 0;;) {
    cell(i, row);
    if (++i == width_) return;
    if (!cursor_.take(',')) fail_row("has fewer than " + std::to_string(width_) + " columns");
  }
}

void RowReader::fill(SqlRow& row) {
  row.columns_ = columns_;
  row.text_.clear();
  row.cells_.clear();
  row.number_ = rows_;
  for (std::size_t i = 0; i < width_; ++i) {
    if (i > 0 && !cursor_.take(',')) fail_row("has fewer than " + std::to_string(width_) + " columns");
    std::string_view text;
    const bool present = text_of_cell(text);
    row.cells_.push_back({row.text_.size(), text.size(), !present});
    row.text_ += text;
  }
}

void RowReader::end_row() {
  if (cursor_.take(',')) fail_row("has more than " + std::to_string(width_) + " columns");
  cursor_.expect(']');
}

inline void RowReader::cell(std::size_t index, char* row) {
  const PlannedColumn& planned = plan_.columns[index];
  std::string_view text;
  const bool present = text_of_cell(text);
  if (planned.read == nullptr) return;
  if (!present) return null(index, row);
  void* object = row + planned.offset;
  for (const Type* type = planned.outer; type != planned.inner; type = &type->element()) {
    object = type->nullable->emplace(object);
  }
  try {
    if (const Problem problem = planned.read(*planned.inner, object, text)) [[unlikely]]
      fail(index, problem);
  } catch (const NestedError& error) {
    fail(index, error.path.empty() ? error.reason : error.path + ": " + error.reason);
  }
}

// The text of the next cell; false: NULL. Services write all cells as text; what is written as JSON is text, too.
inline bool RowReader::text_of_cell(std::string_view& text) {
  if (cursor_.take('"')) [[likely]] {
    text = cursor_.string_rest(scratch_);
    return true;
  }
  const char first = cursor_.peek();
  if (first == ']') fail_row("has fewer than " + std::to_string(width_) + " columns");
  text = first == '{' || first == '[' ? cursor_.value(kDeepest) : cursor_.literal();
  if (text != "null") return true;
  text = {};
  return false;
}

void RowReader::null(std::size_t index, char* row) {
  const PlannedColumn& planned = plan_.columns[index];
  if (planned.outer->reset == nullptr) fail(index, "NULL, and the member for it is not optional");
  planned.outer->reset(row + planned.offset, Presence::null);
}

void RowReader::fail(std::size_t index, const std::string& reason) {
  const SqlColumn& bad = column(index);
  throw SqlError(rows_, bad.name, (bad.type_text.empty() ? bad.type : bad.type_text) + ": " + reason);
}

void RowReader::fail_text(const JsonError& error) {
  fail_row("chunk " + std::to_string(chunk_.index) + " of the result is not what it should be: " + error.what());
}

void RowReader::fail_row(const std::string& reason) { throw SqlError(rows_, "", reason); }

bool next_row(RowReader& reader, void* row) { return reader.next(row); }
const SqlResult& result_of(RowReader& reader) { return reader.result(); }

}  // namespace detail
}  // namespace databricks
