// Results made of texts, without a service.
#pragma once

#include "error_of.hpp"
#include "rows/row_reader.hpp"

#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

namespace test {

using namespace databricks;

class ScriptedSource final : public detail::RowSource {
 public:
  ScriptedSource(std::vector<SqlColumn> columns, std::vector<std::string> chunks,
                 std::vector<std::int64_t> announced = {})
      : chunks_(std::move(chunks)), announced_(std::move(announced)) {
    result_.columns = std::move(columns);
  }
  const SqlResult& result() override { return result_; }
  bool next(std::int64_t, detail::RowChunk& chunk) override {
    if (next_ == chunks_.size()) return false;
    chunk.index = static_cast<std::int64_t>(next_);
    if (next_ < announced_.size()) chunk.row_count = announced_[next_];
    chunk.body = chunks_[next_++];
    chunk.size = chunk.body.size();
    return true;
  }

 private:
  SqlResult result_;
  std::vector<std::string> chunks_;
  std::vector<std::int64_t> announced_;
  std::size_t next_ = 0;
};

inline SqlColumn column(std::string name, std::string type) { return {name, type, type}; }

template <class T>
SqlRows<T> rows(std::vector<SqlColumn> columns, std::vector<std::string> chunks,
                std::vector<std::int64_t> announced = {}) {
  const Type* type = nullptr;
  if constexpr (!std::is_same_v<T, SqlRow>) type = &type_of<T>();
  return SqlRows<T>(std::make_shared<detail::RowReader>(
      std::make_unique<ScriptedSource>(std::move(columns), std::move(chunks), std::move(announced)), type));
}

/// The only value of a result of one column and one row, given as JSON.
template <class T>
T value(const std::string& sql_type, const std::string& json) {
  auto range = rows<T>({column("c", sql_type)}, {"[[" + json + "]]"});
  const auto all = range.collect();
  BOOST_REQUIRE_EQUAL(all.size(), 1u);
  return all.front();
}

template <class T>
std::string value_error(const std::string& sql_type, const std::string& json) {
  return error_text<SqlError>([&] { value<T>(sql_type, json); });
}

}  // namespace test
