// Rows of a SQL result: a lazy range over structs of your own, or over rows whose columns are asked for one by one.
// How to get them: <databricks/sql.hpp>.
#pragma once

#include <databricks/error.hpp>
#include <databricks/type.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace databricks {

struct SqlColumn {
  std::string name{};
  std::string type{};       // `DECIMAL`
  std::string type_text{};  // `DECIMAL(10,2)`
};

/// What is known of a result before its rows.
struct SqlResult {
  std::string statement_id{};
  std::vector<SqlColumn> columns{};          // none: the statement gives no rows
  std::optional<std::int64_t> row_count{};   // unset: the service did not say
  std::optional<std::int64_t> byte_count{};  // of all rows, as the service sends them; unset: it did not say
  bool truncated = false;                    // there were more rows than the limits of the query let through
};

/// Rows that are not what they should be: a column that is missing or doesn't fit, a value that can't be read, or
/// other rows than the service announced. what() names row and column, and never holds a value.
class DATABRICKS_API SqlError : public Error {
 public:
  SqlError(std::int64_t row, std::string column, const std::string& reason);
  ~SqlError() override;
  /// Counted from 1 over the whole result; 0: it is not about one row.
  std::int64_t row() const { return row_; }
  /// Empty: it is not about one column.
  const std::string& column() const { return column_; }

 private:
  std::int64_t row_;
  std::string column_;
};

namespace detail {

class RowReader;  // a result, and where its reading stands

/// Reads the next row into an object of the type the reader was made for, or into a SqlRow. False: there is none.
DATABRICKS_API bool next_row(RowReader& reader, void* row);
DATABRICKS_API const SqlResult& result_of(RowReader& reader);

}  // namespace detail

/// A row without a struct. It owns its texts; copies are independent of the range it came from.
class DATABRICKS_API SqlRow {
 public:
  std::size_t size() const { return cells_.size(); }
  const SqlColumn& column(std::size_t index) const { return (*columns_)[checked(index)]; }
  /// The position of a column, by its name without case. Throws InvalidArgument when there is none, or several.
  std::size_t index_of(std::string_view column) const;

  bool is_null(std::size_t index) const { return cells_[checked(index)].is_null; }
  bool is_null(std::string_view column) const { return is_null(index_of(column)); }
  /// The text that the service sent; empty for NULL. Valid until the row changes.
  std::string_view text(std::size_t index) const {
    const Cell& cell = cells_[checked(index)];
    return std::string_view(text_).substr(cell.begin, cell.size);
  }
  std::string_view text(std::string_view column) const { return text(index_of(column)); }
  /// The value as a T, by the rules for members of structs: NULL needs an optional. Throws SqlError.
  template <class T>
  T get(std::size_t index) const {
    T value{};
    read(index, type_of<T>(), &value);
    return value;
  }
  template <class T>
  T get(std::string_view column) const {
    return get<T>(index_of(column));
  }

 private:
  friend class detail::RowReader;
  struct Cell {
    std::size_t begin;
    std::size_t size;
    bool is_null;
  };

  /// Throws InvalidArgument when there is no such column.
  std::size_t checked(std::size_t index) const;
  void read(std::size_t index, const Type& type, void* value) const;

  std::shared_ptr<const std::vector<SqlColumn>> columns_{};
  std::string text_{};
  std::vector<Cell> cells_{};
  std::int64_t number_ = 0;
};

/// An input range: `for (const Trip& trip : w.sql.query<Trip>("..."))`. Chunks are fetched as the iteration reaches
/// them, one at a time; the row that an iterator shows is overwritten by the next. Destroying a range whose statement
/// still runs cancels it. One range must not be used by two threads at once.
template <class T = SqlRow>
class SqlRows {
  struct State {
    std::shared_ptr<detail::RowReader> reader;
    T row{};
    bool begun = false;
    bool at_end = false;

    void advance() {
      begun = true;
      at_end = true;  // also when reading throws
      at_end = !detail::next_row(*reader, &row);
    }
  };

 public:
  explicit SqlRows(std::shared_ptr<detail::RowReader> reader)
      : state_(std::make_unique<State>(State{std::move(reader)})) {}

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(State* state) : state_(state) {}
    T& operator*() const { return state_->row; }
    T* operator->() const { return &state_->row; }
    iterator& operator++() {
      state_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.state_->at_end; }

   private:
    State* state_ = nullptr;
  };

  /// Waits for the statement and reads the first row at its first call; later calls go on where the iteration stands.
  /// Iterating throws what waiting does: OperationFailed with the text `{state}: {code} {message}`, OperationTimeout,
  /// CallCancelled; what calls throw; and SqlError.
  iterator begin() {
    if (!state_->begun) state_->advance();
    return iterator(state_.get());
  }
  std::default_sentinel_t end() const { return {}; }

  /// Waits for the statement. Valid as long as the range. Throws what waiting does.
  const SqlResult& result() { return detail::result_of(*state_->reader); }

  /// All rows that are left. Their number is limited by memory only.
  std::vector<T> collect() {
    std::vector<T> rows;
    for (auto& row : *this) rows.push_back(row);
    return rows;
  }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace databricks
