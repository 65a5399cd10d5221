// What goes to the standard output: JSON, compact or for people, tables, and raw bytes.
#pragma once

#include <databricks/type.hpp>

#include <cerrno>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail::cli {

/// The output can't be written to. `closed`: by a reader that has seen enough, which is no reason for a message.
struct OutputError : std::exception {
  bool closed = errno == EPIPE;
  const char* what() const noexcept override { return "the output can't be written"; }
};

enum class Format { compact, pretty, table };

/// Writes and checks; `flush` makes it visible. Both throw OutputError.
void write(std::ostream& out, std::string_view text);
void flush(std::ostream& out);

/// Aligned columns; the first row is the header. Columns without any value are left out.
void write_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows, std::string_view indent = {});

/// One result.
void write_result(std::ostream& out, Format format, const Type& type, const void* object);

/// A list, item by item as they come: memory does not grow with their number, except for a table, whose widths depend
/// on all rows.
class ListWriter {
 public:
  ListWriter(std::ostream& out, Format format) : out_(out), format_(format) {}

  void add(const Type& type, const void* item);
  /// After every page, so that a reader sees it at once.
  void end_of_page();
  void end();

 private:
  std::ostream& out_;
  Format format_;
  std::string buffer_{};
  bool first_ = true;
  std::vector<std::vector<std::string>> rows_{};  // of a table, header first
};

}  // namespace databricks::detail::cli
