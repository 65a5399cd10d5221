// SQL statements on a warehouse, and their rows. Include it to use `w.sql`:
//
//   struct Trip { std::string city{}; double distance{}; databricks::optional<std::int64_t> tip{}; };
//   BOOST_DESCRIBE_STRUCT(Trip, (), (city, distance, tip))
//
//   for (const Trip& trip : w.sql.query<Trip>("SELECT * FROM trips WHERE distance > :least",
//                                             {.parameters = {{"least", 2.5}}})) ...
//
// How columns become members is told in docs/sql.md. Describing structs needs <databricks/reflect.hpp>.
#pragma once

#include <databricks/ext/sql.hpp>
#include <databricks/function.hpp>
#include <databricks/sql_rows.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

/// What a statement calls `:name`.
struct DATABRICKS_API SqlParameter {
  std::string name{};
  std::optional<std::string> value{};  // as SQL writes it; unset: NULL
  std::string type{};                  // `INT`, `DECIMAL(10,2)`, ...; empty: STRING

  SqlParameter() = default;
  /// Any type: `{"day", "2024-01-31", "DATE"}`.
  SqlParameter(std::string n, std::optional<std::string> text, std::string sql_type)
      : name(std::move(n)), value(std::move(text)), type(std::move(sql_type)) {}
  /// A STRING.
  SqlParameter(std::string n, const char* text) : SqlParameter(std::move(n), std::string(text), "STRING") {}
  SqlParameter(std::string n, std::string_view text) : SqlParameter(std::move(n), std::string(text), "STRING") {}
  /// NULL
  SqlParameter(std::string n, std::nullopt_t) : SqlParameter(std::move(n), std::nullopt, "") {}
  /// Truth values, numbers, texts, enumerators, timestamps, and optionals of them: the SQL type follows from that in
  /// C++. Throws InvalidArgument for other types.
  template <class T>
  requires(!std::convertible_to<const T&, const char*>) SqlParameter(std::string n, const T& v)
      : SqlParameter(from(std::move(n), type_of<T>(), &v)) {}

  static SqlParameter from(std::string name, const Type& type, const void* value);
};

namespace detail {
DATABRICKS_API std::vector<SqlParameter> sql_parameters(const Type& type, const void* object);
}
/// The members of a described struct as parameters of their names. Throws InvalidArgument for members that are objects,
/// lists, maps or bytes.
template <class T>
std::vector<SqlParameter> sql_parameters(const T& object) {
  return detail::sql_parameters(type_of<T>(), &object);
}

/// How rows come: with the answers of the API, up to 25 MiB in all, or as files that are fetched from cloud storage.
enum class SqlDisposition { inline_, external_links };

struct SqlOptions {
  std::string warehouse_id{};  // unset: that of the configuration
  std::vector<SqlParameter> parameters{};
  std::string catalog{};  // unset: the warehouse's default
  std::string schema{};
  std::optional<std::int64_t> row_limit{};  // SqlResult::truncated says whether there was more
  std::optional<std::int64_t> byte_limit{};
  SqlDisposition disposition = SqlDisposition::inline_;
  /// How long the service keeps the first answer back in the hope of a result: 0, or 5 to 50 s. A statement can be
  /// cancelled only once that answer has come.
  std::chrono::seconds first_answer{10};
  std::chrono::milliseconds timeout{
      std::chrono::minutes(20)};  // from start to success; the statement is then cancelled
  std::stop_token stop{};         // cancels the statement, and ends fetching rows
  /// Called with `PENDING`, `RUNNING`, ... after every answer about the statement.
  Function<void(std::string_view state)> on_progress{};
};

}  // namespace databricks
