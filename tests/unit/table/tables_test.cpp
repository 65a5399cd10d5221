// The tables made from descriptions, and finding one's way in them.
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include "table/clear.hpp"
#include "table/secrets.hpp"

#include <boost/test/unit_test.hpp>

namespace tables {

struct Camel {
  databricks::optional<std::string> display_name{};
  databricks::optional<int> x_2_value{};
  databricks::optional<std::string> default_{};
};
BOOST_DESCRIBE_STRUCT(Camel, (), (display_name, x_2_value, default_))

struct Named {
  int first{};
  int second{};
};
BOOST_DESCRIBE_STRUCT(Named, (), (first, second))

enum class Level { low, high };
BOOST_DESCRIBE_ENUM(Level, low, high)

enum class Wide { A0 = 5, A1 = 5'000, A2 = -1 };
BOOST_DESCRIBE_ENUM(Wide, A0, A1, A2)

// 60 members: more than Boost.Describe takes at once.
#define TABLES_TEN_(p) p##0, p##1, p##2, p##3, p##4, p##5, p##6, p##7, p##8, p##9
struct Large {
  databricks::optional<int> TABLES_TEN_(a), TABLES_TEN_(b), TABLES_TEN_(c), TABLES_TEN_(d), TABLES_TEN_(e),
      TABLES_TEN_(f), TABLES_TEN_(g);
};
DATABRICKS_DESCRIBE_LARGE_STRUCT(Large,
                                 (a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0,
                                  c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, e0, e1,
                                  e2, e3, e4, e5, e6, e7, e8, e9),
                                 (f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, g0, g1, g2, g3, g4, g5, g6, g7, g8, g9), (),
                                 ())

struct Conf : databricks::map<std::string> {
  using databricks::map<std::string>::map;
};

struct Deep {
  databricks::list<databricks::list<databricks::map<int>>> all{};
  std::optional<std::optional<int>> twice{};
  Conf conf{};
};
BOOST_DESCRIBE_STRUCT(Deep, (), (all, twice, conf))

struct Plain {
  int number{3};
  std::string text{"t"};
  std::vector<int> numbers{1};
  std::map<std::string, int> map{{"a", 1}};
  databricks::optional<int> maybe{1};
  Level level{Level::high};
  Named named{1, 2};
  databricks::RawJson raw{"1"};
};
BOOST_DESCRIBE_STRUCT(Plain, (), (number, text, numbers, map, maybe, level, named, raw))

}  // namespace tables

template <>
inline constexpr auto databricks::wire_names<tables::Camel> = databricks::camel_case;
template <>
inline constexpr auto databricks::wire_names<tables::Named> = std::array<std::string_view, 2>{"@odata.first", "\"2\""};
template <>
inline constexpr auto databricks::wire_names<tables::Level> = std::array<std::string_view, 2>{"LOW LEVEL", "HIGH"};

using namespace tables;
using databricks::find_field;
using databricks::from_json;
using databricks::Kind;
using databricks::to_json;
using databricks::type_of;

BOOST_AUTO_TEST_SUITE(type_tables)

BOOST_AUTO_TEST_CASE(fields_are_found_by_their_wire_names) {
  BOOST_TEST(find_field(type_of<Camel>(), "displayName")->member == "display_name");
  BOOST_TEST(find_field(type_of<Camel>(), "default")->member == "default_");
  BOOST_TEST(!find_field(type_of<Camel>(), "display_name"));
  BOOST_TEST(!find_field(type_of<Camel>(), ""));
  BOOST_TEST(!find_field(type_of<int>(), "x"));
}

BOOST_AUTO_TEST_CASE(names_on_the_wire_are_as_declared) {
  const Camel camel{.display_name = "d", .x_2_value = 1, .default_ = "e"};
  BOOST_TEST(to_json(camel) == R"({"displayName":"d","x2Value":1,"default":"e"})");
  BOOST_TEST(*from_json<Camel>(to_json(camel)).x_2_value == 1);
  BOOST_TEST(to_json(Named{1, 2}) == R"({"@odata.first":1,"\"2\"":2})");
  BOOST_TEST(from_json<Named>(to_json(Named{1, 2})).second == 2);
  BOOST_TEST(to_json(Level::low) == "\"LOW LEVEL\"");
  BOOST_CHECK(from_json<Level>("\"HIGH\"") == Level::high);
}

BOOST_AUTO_TEST_CASE(enumerators_may_have_any_value) {
  for (const Wide value : {Wide::A0, Wide::A1, Wide::A2}) {
    BOOST_CHECK(from_json<Wide>(to_json(value)) == value);
    BOOST_CHECK(from_json<databricks::open_enum<Wide>>(to_json(databricks::open_enum<Wide>(value))) == value);
  }
}

BOOST_AUTO_TEST_CASE(structs_of_more_than_52_members_are_read_and_written) {
  BOOST_TEST(type_of<Large>().object->fields.size() == 70u);
  std::string text;
  for (const auto& field : type_of<Large>().object->fields) {
    text += (text.empty() ? "{\"" : ",\"") + std::string(field.name) + "\":" + std::to_string(text.size());
  }
  text += '}';
  BOOST_TEST(to_json(from_json<Large>(text)) == text);
  // Members beyond the 64th may come twice, too.
  const auto twice = from_json<Large>(R"({"g9":1,"a0":1,"g9":2,"a0":3})");
  BOOST_TEST(*twice.g9 == 2);
  BOOST_TEST(*twice.a0 == 3);
}

BOOST_AUTO_TEST_CASE(containers_nest) {
  const std::string text = R"({"all":[[{"a":1},{}],[]],"twice":5,"conf":{"k":"v"}})";
  const auto deep = from_json<Deep>(text);
  BOOST_TEST(deep.all[0][0].at("a") == 1);
  BOOST_TEST(deep.twice.value().value() == 5);
  BOOST_TEST(deep.conf.at("k") == "v");
  BOOST_TEST(to_json(deep) == text);
  BOOST_TEST(type_of<Conf>().name == "tables.Conf");
  BOOST_CHECK(type_of<Conf>().kind == Kind::map);
}

BOOST_AUTO_TEST_CASE(the_value_is_found_below_all_optional_layers) {
  const std::optional<std::optional<int>> set = std::optional<int>(4);
  const auto* type = &type_of<std::optional<std::optional<int>>>();
  BOOST_CHECK(without_optional(*type).kind == Kind::integer);
  BOOST_TEST(*static_cast<const int*>(value_of(type, &set)) == 4);
  BOOST_CHECK(type->kind == Kind::integer);
  const databricks::optional<int> null = databricks::null;
  type = &type_of<databricks::optional<int>>();
  BOOST_TEST(value_of(type, &null) == static_cast<const void*>(nullptr));
  const databricks::list<int> unset;
  type = &type_of<databricks::list<int>>();
  BOOST_TEST(value_of(type, &unset) == static_cast<const void*>(nullptr));
}

BOOST_AUTO_TEST_CASE(clearing_takes_everything_back_to_nothing) {
  Plain plain;
  databricks::detail::clear_value(type_of<Plain>(), &plain);
  BOOST_TEST(plain.number == 0);
  BOOST_TEST(plain.text.empty());
  BOOST_TEST(plain.numbers.empty());
  BOOST_TEST(plain.map.empty());
  BOOST_TEST(!plain.maybe.has_value());
  BOOST_CHECK(plain.level == Level::low);
  BOOST_TEST(plain.named.second == 0);
  BOOST_TEST(plain.raw.text.empty());
}

BOOST_AUTO_TEST_CASE(names_of_secrets_are_known_in_any_case) {
  BOOST_TEST(databricks::detail::is_secret_key("token"));
  BOOST_TEST(databricks::detail::is_secret_key("Client_Secret"));
  BOOST_TEST(!databricks::detail::is_secret_key("token_type"));
  BOOST_TEST(!databricks::detail::is_secret_key(""));
}

BOOST_AUTO_TEST_SUITE_END()
