#include "cli/output.hpp"

#include <databricks/json.hpp>

#include <algorithm>
#include <ostream>

namespace databricks::detail::cli {

namespace {

constexpr int kIndent = 2;

using Row = std::vector<std::string>;

WriteOptions write_options(Format format) { return {.indent = format == Format::pretty ? kIndent : 0}; }

bool is_scalar(const Type& type) {
  const Kind kind = without_optional(type).kind;
  return kind != Kind::object && kind != Kind::list && kind != Kind::map && kind != Kind::raw_json &&
         kind != Kind::bytes && kind != Kind::source;
}

// JSON, but text without quotes and escapes, on one line: a cell is read by people.
std::string cell(const Type& type, const void* object) {
  const Type* inner = &type;
  const void* value = value_of(inner, object);
  if (value == nullptr) return {};
  std::string text;
  write_json(*inner, value, text);
  if (text.starts_with('"')) text = from_json<std::string>(text);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return text;
}

Row header_row(const Type& item) {
  if (item.object == nullptr) return {"value"};
  Row row;
  for (const Field& field : item.object->fields) {
    if (is_scalar(field.type())) row.emplace_back(field.name);
  }
  return row;
}

Row item_row(const Type& type, const void* item) {
  if (type.object == nullptr) return {cell(type, item)};
  Row row;
  for (const Field& field : type.object->fields) {
    if (is_scalar(field.type())) row.push_back(cell(field.type(), member_of(type, field, item)));
  }
  return row;
}

// UTF-8: continuation bytes take no room.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// The width of each column; 0 for a column without a value, which is left out.
std::vector<std::size_t> widths(const std::vector<Row>& rows) {
  std::vector<std::size_t> result(rows.front().size(), 0);
  for (std::size_t column = 0; column < result.size(); ++column) {
    for (std::size_t row = 1; row < rows.size(); ++row) {
      result[column] = std::max(result[column], width(rows[row][column]));
    }
    if (result[column] > 0) result[column] = std::max(result[column], width(rows.front()[column]));
  }
  return result;
}

// One object stands on its side: a line per field, structured ones as JSON.
void write_fields(std::ostream& out, const Type& type, const void* object) {
  std::vector<Row> rows{{"field", "value"}};
  for (const Field& field : type.object->fields) {
    auto text = cell(field.type(), member_of(type, field, object));
    if (!text.empty()) rows.push_back({std::string(field.name), std::move(text)});
  }
  if (rows.size() > 1) write_table(out, rows);
}

// An item inside a list, two blanks deeper. JSON has no line breaks but those between its tokens.
void append_indented(std::string& out, std::string_view json) {
  for (const char c : json) {
    out += c;
    if (c == '\n') out.append(kIndent, ' ');
  }
}

}  // namespace

void write(std::ostream& out, std::string_view text) {
  errno = 0;
  if (!out.write(text.data(), static_cast<std::streamsize>(text.size()))) throw OutputError();
}

void flush(std::ostream& out) {
  errno = 0;
  if (!out.flush()) throw OutputError();
}

void write_table(std::ostream& out, const std::vector<Row>& rows, std::string_view indent) {
  if (rows.empty()) return;
  const auto columns = widths(rows);
  for (const Row& row : rows) {
    std::string line(indent);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] > 0) line += row[i] + std::string(columns[i] - width(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    write(out, line += '\n');
  }
}

void write_result(std::ostream& out, Format format, const Type& type, const void* object) {
  if (format == Format::table && type.object != nullptr) {
    write_fields(out, type, object);
  } else {
    std::string text;
    write_json(type, object, text, write_options(format));
    write(out, text += '\n');
  }
  flush(out);
}

void ListWriter::add(const Type& type, const void* item) {
  if (format_ == Format::table) {
    if (rows_.empty()) rows_.push_back(header_row(type));
    rows_.push_back(item_row(type, item));
    return;
  }
  buffer_ = first_ ? "[" : ",";
  first_ = false;
  if (format_ == Format::compact) {
    write_json(type, item, buffer_);
  } else {
    std::string json;
    write_json(type, item, json, write_options(format_));
    append_indented(buffer_ += "\n  ", json);
  }
  write(out_, buffer_);
}

void ListWriter::end_of_page() {
  if (format_ != Format::table) flush(out_);
}

void ListWriter::end() {
  if (format_ == Format::table) {
    write_table(out_, rows_);
  } else if (first_) {
    write(out_, "[]\n");
  } else {
    write(out_, format_ == Format::pretty ? "\n]\n" : "]\n");
  }
  flush(out_);
}

}  // namespace databricks::detail::cli
