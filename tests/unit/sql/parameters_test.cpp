// C++ values as parameters of statements.
#include <databricks/reflect.hpp>
#include <databricks/sql.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace databricks;

namespace {

enum class Color { RED };
BOOST_DESCRIBE_ENUM(Color, RED)

struct Filter {
  std::int64_t least{};
  std::string class_{};
  databricks::optional<Timestamp> since{};
};
BOOST_DESCRIBE_STRUCT(Filter, (), (least, class_, since))
struct Bad {
  std::vector<int> numbers{};
};
BOOST_DESCRIBE_STRUCT(Bad, (), (numbers))

std::string shown(const SqlParameter& p) { return p.name + '=' + p.value.value_or("NULL") + ':' + p.type; }

}  // namespace

BOOST_AUTO_TEST_CASE(types_follow_from_cpp) {
  const std::pair<SqlParameter, const char*> cases[] = {
      {{"p", true}, "p=true:BOOLEAN"},
      {{"p", std::int8_t{-1}}, "p=-1:TINYINT"},
      {{"p", std::int16_t{1}}, "p=1:SMALLINT"},
      {{"p", 7}, "p=7:INT"},
      {{"p", std::int64_t{1} << 40}, "p=1099511627776:BIGINT"},
      {{"p", 7u}, "p=7:BIGINT"},
      {{"p", std::numeric_limits<std::uint64_t>::max()}, "p=18446744073709551615:DECIMAL(20,0)"},
      {{"p", 0.5}, "p=0.5:DOUBLE"},
      {{"p", 0.5f}, "p=0.5:FLOAT"},
      {{"p", std::nan("")}, "p=NaN:DOUBLE"},
      {{"p", -HUGE_VAL}, "p=-Infinity:DOUBLE"},
      {{"p", "text"}, "p=text:STRING"},
      {{"p", std::string("text")}, "p=text:STRING"},
      {{"p", std::string_view("text")}, "p=text:STRING"},
      {{"p", Color::RED}, "p=RED:STRING"},
      {{"p", Timestamp(0, 500'000'000)}, "p=1970-01-01T00:00:00.500Z:TIMESTAMP"},
      {{"p", std::optional<int>(3)}, "p=3:INT"},
      {{"p", std::optional<int>()}, "p=NULL:INT"},
      {{"p", databricks::optional<std::string>(null)}, "p=NULL:STRING"},
      {{"p", std::nullopt}, "p=NULL:"},
      {{"p", "2024-01-31", "DATE"}, "p=2024-01-31:DATE"},
      {{"p", "1.10", "DECIMAL(10,2)"}, "p=1.10:DECIMAL(10,2)"},
      {{"p", std::nullopt, "DATE"}, "p=NULL:DATE"},
  };
  for (const auto& [parameter, expected] : cases) BOOST_TEST(shown(parameter) == expected);
}

BOOST_AUTO_TEST_CASE(a_struct_is_a_list_of_parameters) {
  const auto all = sql_parameters(Filter{.least = 3, .class_ = "a"});
  BOOST_TEST(all.size() == 3u);
  BOOST_TEST(shown(all[0]) == "least=3:BIGINT");
  BOOST_TEST(shown(all[1]) == "class=a:STRING");
  BOOST_TEST(shown(all[2]) == "since=NULL:TIMESTAMP");
}

BOOST_AUTO_TEST_CASE(what_is_no_parameter_is_refused) {
  BOOST_CHECK_THROW(sql_parameters(Bad{}), InvalidArgument);
  BOOST_CHECK_THROW(sql_parameters(3), InvalidArgument);
  BOOST_CHECK_THROW(SqlParameter("p", Bytes{}), InvalidArgument);
  BOOST_CHECK_THROW(SqlParameter("p", Duration{}), InvalidArgument);
}
