// What a command on a cluster brought.
#pragma once

#include <databricks/services/compute.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace databricks::compute {
struct Results;
}

namespace databricks::ext {

/// Where CommandResult::scan puts a value of a row.
class CellTarget {
 public:
  CellTarget(std::string& text) : kind(Kind::text), target(&text) {}
  CellTarget(std::int64_t& number) : kind(Kind::integer), target(&number) {}
  CellTarget(int& number) : kind(Kind::small_integer), target(&number) {}
  CellTarget(double& number) : kind(Kind::floating), target(&number) {}
  CellTarget(bool& flag) : kind(Kind::boolean), target(&flag) {}

 private:
  friend class CommandResult;
  enum class Kind { text, integer, small_integer, floating, boolean };
  Kind kind;
  void* target;
};

/// A value. One thread at a time may scan it; many may read it.
class DATABRICKS_API CommandResult {
 public:
  using Row = std::vector<std::optional<std::string>>;  // texts as they are, null as nothing, the rest as JSON

  explicit CommandResult(compute::Results results);

  /// As the service sent it: type, data, schema, summary, cause.
  const compute::Results& raw() const { return *results_; }
  /// Whether the command itself failed.
  bool failed() const;
  /// Of a result of type text, without the marks of notebook cells (`Out[1]: `); empty for others. Throws JsonError for
  /// data that is no text.
  std::string text() const;
  /// Why it failed, fit to be shown: without HTML and colours; never empty then. Empty when it did not fail.
  std::string error() const;
  /// Throws Error with error() if it failed.
  CommandResult& check();
  const CommandResult& check() const;

  /// Names of the columns of a table.
  std::vector<std::string> columns() const;
  /// Of a table; none for other results. The service cuts long ones: `raw().truncated`. Throws JsonError for data that
  /// is no list of lists.
  std::vector<Row> rows() const;
  /// Of a result of type image or images: file names, or data URLs.
  std::vector<std::string> images() const;

  /// Puts the next row's first values into these variables (std::string, int, std::int64_t, double, bool): a null as
  /// `""`, 0 or false. False: there is no row left, or it is no table. Throws Error for a value that is not of its
  /// variable's type and for a row that is too short.
  template <class... T>
  bool scan(T&... variables) {
    const CellTarget targets[] = {CellTarget(variables)...};
    return scan_row(targets);
  }

 private:
  bool scan_row(std::span<const CellTarget> targets);

  std::shared_ptr<const compute::Results> results_;
  std::optional<std::vector<Row>> scanned_{};
  std::size_t next_row_ = 0;
};

}  // namespace databricks::ext
