// Every SQL type: good values, NULL, malformed ones, and those that don't fit.
#include "fixture.hpp"
#include "read_file.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <fstream>
#include <iterator>

using namespace databricks;
using namespace test;

namespace {

enum class Color { RED, GREEN };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN)

template <class T>
struct Good {
  const char* sql_type;
  const char* json;
  T expected;
};

template <class T>
void check_all(std::initializer_list<Good<T>> rows) {
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.sql_type << ' ' << row.json) {
      BOOST_CHECK(value<T>(row.sql_type, row.json) == row.expected);
      BOOST_CHECK(value<databricks::optional<T>>(row.sql_type, row.json) == row.expected);
      BOOST_CHECK(value<std::optional<T>>(row.sql_type, row.json) == row.expected);
      BOOST_CHECK(!value<databricks::optional<T>>(row.sql_type, "null").has_value());
      BOOST_CHECK(!value<std::optional<T>>(row.sql_type, "null").has_value());
      BOOST_TEST(value_error<T>(row.sql_type, "null").find("row 1, column `c`") == 0u);
      BOOST_TEST(value_error<T>(row.sql_type, "null").find("NULL") != std::string::npos);
    }
  }
}

template <class T>
void check_refused(const char* sql_type, std::initializer_list<const char*> cells, const char* reason) {
  for (const char* cell : cells) {
    const auto expected = std::string("row 1, column `c`: ") + sql_type + ": " + reason;
    BOOST_TEST_CONTEXT(sql_type << ' ' << cell) {
      BOOST_TEST(value_error<T>(sql_type, '"' + std::string(cell) + '"') == expected);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(truth_values) {
  check_all<bool>({{"BOOLEAN", R"("true")", true}, {"BOOLEAN", R"("false")", false}, {"BOOLEAN", "true", true}});
  check_refused<bool>("BOOLEAN", {"", "1", "TRUE!", "tru", "truee"}, "neither true nor false");
}

BOOST_AUTO_TEST_CASE(integers) {
  check_all<std::int8_t>({{"BYTE", R"("-128")", -128}, {"BYTE", R"("127")", 127}});
  check_all<std::int16_t>({{"SHORT", R"("-32768")", -32768}, {"SHORT", R"("32767")", 32767}});
  check_all<std::int32_t>({{"INT", R"("-2147483648")", INT32_MIN}, {"INT", "7", 7}});
  check_all<std::int64_t>({{"LONG", R"("-9223372036854775808")", INT64_MIN},
                           {"LONG", R"("9223372036854775807")", INT64_MAX},
                           {"INT", R"("5")", 5}});
  check_all<std::uint64_t>({{"DECIMAL", R"("18446744073709551615")", UINT64_MAX}, {"LONG", R"("0")", 0u}});
  check_refused<std::int32_t>("INT", {"", " 1", "1 ", "+1", "0x1", "one", "1.5", "NaN", "--1", "1e"}, "not an integer");
  check_refused<std::int32_t>("LONG", {"2147483648", "-2147483649", "1e99999999999"}, "out of range for 32 bits");
  check_refused<std::int64_t>("LONG", {"9223372036854775808", "99999999999999999999999999"},
                              "out of range for 64 bits");
  check_refused<std::uint8_t>("INT", {"-1", "256"}, "out of range for 8 bits");
}

BOOST_AUTO_TEST_CASE(floating_point_numbers) {
  check_all<double>({{"DOUBLE", R"("0.1")", 0.1},
                     {"DOUBLE", R"("-1.7976931348623157E308")", -1.7976931348623157E308},
                     {"DOUBLE", R"("4.9E-324")", 4.9E-324},
                     {"DOUBLE", R"("1E-400")", 0.0},
                     {"DOUBLE", R"("Infinity")", HUGE_VAL},
                     {"DOUBLE", R"("-Infinity")", -HUGE_VAL},
                     {"INT", R"("3")", 3.0},
                     {"DECIMAL", R"("2.50")", 2.5}});
  check_all<float>({{"FLOAT", R"("0.1")", 0.1f}, {"FLOAT", R"("Infinity")", HUGE_VALF}});
  BOOST_TEST(std::isnan(value<double>("DOUBLE", R"("NaN")")));
  BOOST_TEST(std::isnan(value<float>("FLOAT", R"("NaN")")));
  check_refused<double>("DOUBLE", {"", "nan", "inf", ".5", "1.", "1,5", "0x1p3", "1.5 "}, "not a number");
  check_refused<double>("DOUBLE", {"1E309"}, "out of range for a floating-point number");
  check_refused<float>("FLOAT", {"1E39"}, "out of range for a floating-point number");
}

BOOST_AUTO_TEST_CASE(decimals_lose_nothing) {
  check_all<std::string>(
      {{"DECIMAL", R"("12345678901234567890123456789012345.678")", "12345678901234567890123456789012345.678"},
       {"DECIMAL", R"("1.10")", "1.10"}});
  check_all<std::int64_t>({{"DECIMAL", R"("42")", 42}, {"DECIMAL", R"("42.00")", 42}, {"DECIMAL", R"("-7")", -7}});
  check_refused<std::int64_t>("DECIMAL", {"42.01"}, "not an integer");
}

BOOST_AUTO_TEST_CASE(dates_and_times) {
  const auto time = [](const char* text) { return Timestamp::parse(text); };
  check_all<Timestamp>({{"DATE", R"("2024-02-29")", time("2024-02-29T00:00:00Z")},
                        {"DATE", R"("0001-01-01")", time("0001-01-01T00:00:00Z")},
                        {"TIMESTAMP", R"("2024-01-31T12:00:00.123456Z")", time("2024-01-31T12:00:00.123456Z")},
                        {"TIMESTAMP", R"("2024-01-31 12:00:00+02:00")", time("2024-01-31T10:00:00Z")},
                        {"TIMESTAMP", R"("2024-01-31T12:00:00.5-00:30")", time("2024-01-31T12:30:00.5Z")},
                        {"TIMESTAMP_NTZ", R"("2024-01-31T12:00:00.000")", time("2024-01-31T12:00:00Z")},
                        {"TIMESTAMP_NTZ", R"("2024-01-31 12:00:00")", time("2024-01-31T12:00:00Z")}});
  check_all<std::string>({{"DATE", R"("2024-02-29")", "2024-02-29"},
                          {"TIMESTAMP", R"("+12345-01-01T00:00:00Z")", "+12345-01-01T00:00:00Z"}});
  check_refused<Timestamp>("DATE",
                           {"", "2024-2-29", "2023-02-29", "2024-02-30", "2024-13-01", "+12345-01-01",
                            "2024-02-29T00:00:00Z", "2024/02/29", "0000-01-01"},
                           "not a date of the years 0001 to 9999");
  check_refused<Timestamp>(
      "TIMESTAMP",
      {"", "2024-01-31", "2024-01-31T25:00:00Z", "2024-01-31X12:00:00Z", "2024-01-31T12:00:00.Z",
       "2024-01-31T12:00:00Europe/Berlin", "2024-01-31T12:00:00.1234567890Z", "9999-12-31T23:59:59-01:00",
       "2024-01-31T12:00:00Z2024-01-31T12:00:00Z2024-01-31T12:00:00Z"},
      "not a timestamp of the years 0001 to 9999");
  check_refused<Timestamp>("TIMESTAMP", {"2024-01-31T12:00:00", "2024-01-31 12:00:00.5"},
                           "a timestamp without its time zone");
}

BOOST_AUTO_TEST_CASE(texts) {
  check_all<std::string>({{"STRING", R"("")", ""},
                          {"STRING", R"("a \"b\" \\ \/ \b\f\n\r\t é € 😀")", "a \"b\" \\ / \b\f\n\r\t é € 😀"},
                          {"STRING", R"("\u0041\u00e9\u20ac\ud83d\ude00\u0000.")", std::string("Aé€😀\0.", 12)},
                          {"STRING", R"("lone \ud83d and \ude00")", "lone \xEF\xBF\xBD and \xEF\xBF\xBD"},
                          {"CHAR", R"("x ")", "x "},
                          {"INTERVAL", R"("1-2")", "1-2"},
                          {"BINARY", R"("AAE=")", "AAE="},
                          {"BRAND_NEW", R"("any")", "any"},
                          {"ARRAY", R"("[1]")", "[1]"}});
  BOOST_TEST(value<std::string>("STRING", "\"bad \xff utf-8\"") == "bad \xEF\xBF\xBD utf-8");
}

BOOST_AUTO_TEST_CASE(bytes) {
  check_all<Bytes>({{"BINARY", R"("")", {}},
                    {"BINARY", R"("AAH/")", {std::string("\0\1\xff", 3)}},
                    {"BINARY", R"("AAE=")", {std::string("\0\1", 2)}},
                    {"BINARY", R"("AA==")", {std::string("\0", 1)}}});
  check_refused<Bytes>("BINARY", {"A", "AA", "AAA", "A===", "====", "AA=A", " AAH/", "AAH/\\n", "AA-_", "AAAA=AAA"},
                       "not base64");
}

BOOST_AUTO_TEST_CASE(enumerations) {
  BOOST_CHECK(value<Color>("STRING", R"("GREEN")") == Color::GREEN);
  BOOST_CHECK((value<open_enum<Color>>("STRING", R"("GREEN")") == Color::GREEN));
  BOOST_TEST((value<open_enum<Color>>("STRING", R"("BLUE")").text()) == "BLUE");
  BOOST_CHECK((!value<open_enum<Color>>("STRING", "null").has_value()));
  check_refused<Color>("STRING", {"BLUE", ""}, "not a known value");
}

BOOST_AUTO_TEST_CASE(free_json) {
  check_all<RawJson>({{"VARIANT", R"("{\"a\": [1, 2.50]}")", RawJson("{\"a\": [1, 2.50]}")},
                      {"STRING", R"("[1]")", RawJson("[1]")},
                      {"STRUCT", R"("{}")", RawJson("{}")},
                      {"BRAND_NEW", R"("12")", RawJson("12")}});
  for (const char* bad : {R"("")", R"("{")", R"("[1,]")", R"("nul")", R"("1 2")", R"("{\"a\" 1}")"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_TEST(value_error<RawJson>("VARIANT", bad).find("not valid JSON") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_a_type_can_not_become_is_said_before_the_first_row) {
  const auto refused = [](auto stands_for, const char* sql_type) {
    using T = decltype(stands_for);
    return error_text<SqlError>([&] { rows<T>({column("c", sql_type)}, {}).collect(); });
  };
  BOOST_TEST(refused(0, "STRING") == "column `c`: STRING can't be read into the row, which is an integer");
  BOOST_TEST(refused(0, "DOUBLE") == "column `c`: DOUBLE can't be read into the row, which is an integer");
  BOOST_TEST(refused(0, "DATE").ends_with("which is an integer"));
  BOOST_TEST(refused(true, "INT").ends_with("which is true or false"));
  BOOST_TEST(refused(Timestamp(), "STRING").ends_with("which is a date or a time"));
  BOOST_TEST(refused(Bytes(), "STRING").ends_with("which is a BINARY"));
  BOOST_TEST(refused(Duration(), "INTERVAL").ends_with("which is a duration"));
  BOOST_TEST(refused(std::vector<int>(), "STRUCT").ends_with("which is an array"));
  BOOST_TEST(refused(0.5, "BRAND_NEW").ends_with("which is a number"));
}

BOOST_AUTO_TEST_CASE(a_column_of_nothing_but_null_fits_everything_optional) {
  BOOST_TEST(!value<databricks::optional<int>>("NULL", "null").has_value());
  BOOST_CHECK((!value<databricks::list<int>>("NULL", "null").has_value()));
}

BOOST_AUTO_TEST_CASE(every_type_of_the_specification_is_known) {
  const auto document = boost::json::parse(test::read_file(SPEC_FILE));
  const auto& types = document.at("components").at("schemas").at("sql.ColumnInfoTypeName").at("enum").as_array();
  BOOST_TEST(types.size() >= 19u);
  const Type* targets[] = {&type_of<bool>(),
                           &type_of<double>(),
                           &type_of<Timestamp>(),
                           &type_of<Bytes>(),
                           &type_of<open_enum<Color>>(),
                           &type_of<std::vector<int>>(),
                           &type_of<databricks::map<int>>()};
  for (const auto& entry : types) {
    const std::string name(entry.as_string());
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(detail::cell_reader(name, type_of<std::string>()) != nullptr);
      if (name == "INTERVAL" || name == "USER_DEFINED_TYPE") continue;  // text only
      BOOST_TEST(std::any_of(std::begin(targets), std::end(targets),
                             [&](const Type* type) { return detail::cell_reader(name, *type) != nullptr; }));
    }
  }
}

BOOST_AUTO_TEST_CASE(errors_never_hold_the_value) {
  BOOST_TEST(value_error<int>("LONG", "\"planted-secret\"").find("planted") == std::string::npos);
  BOOST_TEST(value_error<std::vector<int>>("ARRAY", R"("[\"planted-secret\"]")").find("planted") == std::string::npos);
}
