// Fuzzes the rows of SQL results: chunks, and cells of every type. Whatever comes, nothing crashes and nothing but
// SqlError is thrown; what can be read into a struct can be read without one.
#include "rows/row_reader.hpp"

#include <databricks/reflect.hpp>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace fuzz {

struct Inner {
  int number{};
  databricks::optional<std::string> text{};
  databricks::boxed<Inner> next{};
  std::vector<double> list{};
  databricks::map<databricks::RawJson> any{};
};
BOOST_DESCRIBE_STRUCT(Inner, (), (number, text, next, list, any))

struct Row {
  databricks::optional<bool> truth{};
  databricks::optional<std::int8_t> small{};
  databricks::optional<std::uint64_t> decimal{};
  databricks::optional<float> narrow{};
  databricks::optional<double> wide{};
  databricks::optional<databricks::Timestamp> date{};
  databricks::optional<databricks::Timestamp> time{};
  databricks::optional<databricks::Timestamp> local{};
  databricks::optional<databricks::Bytes> bytes{};
  databricks::optional<databricks::RawJson> variant{};
  databricks::boxed<Inner> inner{};
  databricks::list<databricks::list<std::int16_t>> numbers{};
};
BOOST_DESCRIBE_STRUCT(Row, (), (truth, small, decimal, narrow, wide, date, time, local, bytes, variant, inner, numbers))

}  // namespace fuzz

namespace {

using namespace databricks;

constexpr const char* kTypes[] = {"BOOLEAN",   "BYTE",          "DECIMAL", "FLOAT",   "DOUBLE", "DATE",
                                  "TIMESTAMP", "TIMESTAMP_NTZ", "BINARY",  "VARIANT", "STRUCT", "ARRAY"};

class OneChunk final : public detail::RowSource {
 public:
  explicit OneChunk(std::string_view text) : text_(text) {
    const auto& fields = type_of<fuzz::Row>().object->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      result_.columns.push_back({std::string(fields[i].name), kTypes[i], ""});
    }
  }
  const SqlResult& result() override { return result_; }
  bool next(std::int64_t, detail::RowChunk& chunk) override {
    if (std::exchange(given_, true)) return false;
    chunk.body = text_;
    chunk.size = text_.size();
    return true;
  }

 private:
  std::string_view text_;
  SqlResult result_;
  bool given_ = false;
};

// The number of rows; nothing when they can't be read.
template <class T>
std::optional<std::size_t> count(std::string_view text, const Type* type) {
  try {
    SqlRows<T> rows(std::make_shared<detail::RowReader>(std::make_unique<OneChunk>(text), type));
    std::size_t number = 0;
    for ([[maybe_unused]] const T& row : rows) ++number;
    return number;
  } catch (const SqlError&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto typed = count<fuzz::Row>(text, &type_of<fuzz::Row>());
  const auto untyped = count<SqlRow>(text, nullptr);
  if (typed && typed != untyped) {
    std::fputs("violated: rows are the same with and without a struct\n", stderr);
    std::abort();
  }
  return 0;
}
