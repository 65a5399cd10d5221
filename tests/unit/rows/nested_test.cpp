// ARRAY, MAP, STRUCT and VARIANT into lists, maps and structs.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

namespace {

struct Point {
  double x{};
  databricks::optional<double> y{};
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct Shape {
  std::string display_name{};
  databricks::list<Point> points{};
  databricks::map<std::int64_t> counts{};
  std::optional<Timestamp> made{};
  bool closed{};
  databricks::boxed<Point> center{};
  RawJson anything{};
};
BOOST_DESCRIBE_STRUCT(Shape, (), (display_name, points, counts, made, closed, center, anything))

std::string quoted(const std::string& json) {
  std::string text = "\"";
  for (const char c : json) {
    if (c == '\n') continue;
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

template <class T>
T nested(const char* sql_type, const std::string& json) {
  auto range = rows<SqlRow>({column("c", sql_type)}, {"[[" + quoted(json) + "]]"});
  return range.begin()->template get<T>(0);
}
template <class T>
std::string nested_error(const char* sql_type, const std::string& json) {
  const auto text = error_text<SqlError>([&] { nested<T>(sql_type, json); });
  return text.substr(0, text.find("byte"));
}

}  // namespace

BOOST_AUTO_TEST_CASE(lists_of_numbers_in_both_ways_of_writing_them) {
  const std::vector<int> expected{1, -2, 3};
  BOOST_CHECK(nested<std::vector<int>>("ARRAY", "[1,-2,3]") == expected);
  BOOST_CHECK(nested<std::vector<int>>("ARRAY", R"( [ "1" , "-2","3" ] )") == expected);
  BOOST_CHECK(value<std::vector<int>>("ARRAY", R"(["1","-2","3"])") == expected);  // JSON in place of its text
  BOOST_TEST(nested<std::vector<int>>("ARRAY", "[]").empty());
  BOOST_CHECK(!value<databricks::list<int>>("ARRAY", "null").has_value());
  BOOST_CHECK(value<databricks::list<int>>("ARRAY", "\"[]\"").has_value());
}

BOOST_AUTO_TEST_CASE(nulls_inside) {
  const auto some = nested<std::vector<std::optional<int>>>("ARRAY", "[1,null]");
  BOOST_TEST(some.size() == 2u);
  BOOST_TEST(!some[1].has_value());
  BOOST_TEST(nested_error<std::vector<int>>("ARRAY", "[1,null]") ==
             "row 1, column `c`: ARRAY: $[1]: NULL for what is not optional");
}

BOOST_AUTO_TEST_CASE(a_struct_with_everything) {
  const auto shape = nested<Shape>("STRUCT", R"({"displayName":"a \"b\"","POINTS":[{"x":1.5,"y":"NaN"},{"x":"2"}],
      "counts":{"a":"1","b":2},"made":"2024-01-31 12:00:00","closed":"true","center":{"x":0},"anything":[1, {"k":null}],
      "unknown":{"deep":[[1]]}})");
  BOOST_TEST(shape.display_name == "a \"b\"");
  BOOST_TEST(shape.points.size() == 2u);
  BOOST_TEST(shape.points[1].x == 2.0);
  BOOST_TEST(!shape.points[1].y.has_value());
  BOOST_TEST(shape.counts.at("b") == 2);
  BOOST_CHECK(shape.made == Timestamp::parse("2024-01-31T12:00:00Z"));
  BOOST_TEST(shape.closed);
  BOOST_TEST(shape.center->x == 0.0);
  BOOST_TEST(shape.anything.text == R"([1, {"k":null}])");
}

BOOST_AUTO_TEST_CASE(maps_structs_and_variants_may_stand_for_each_other) {
  BOOST_CHECK((nested<std::map<std::string, double>>("STRUCT", R"({"x":1,"y":2})") ==
               std::map<std::string, double>{{"x", 1}, {"y", 2}}));
  BOOST_TEST(nested<Point>("MAP", R"({"x":"1"})").x == 1.0);
  BOOST_TEST(nested<Point>("VARIANT", R"({"x":1})").x == 1.0);
  BOOST_TEST(nested<std::int64_t>("VARIANT", "12") == 12);
  BOOST_TEST((nested<databricks::map<databricks::list<int>>>("MAP", R"({"a":[1],"a":[2,3]})").at("a").size()) == 2u);
}

BOOST_AUTO_TEST_CASE(errors_say_where_inside_the_cell) {
  BOOST_TEST(nested_error<Shape>("STRUCT", R"({"points":[{"x":1},{"x":"one"}]})") ==
             "row 1, column `c`: STRUCT: $.points[1].x: not a number");
  BOOST_TEST(nested_error<Shape>("STRUCT", R"({"counts":{"a b":[1]}})") ==
             "row 1, column `c`: STRUCT: $.counts[\"a b\"]: expected an integer");
  BOOST_TEST(nested_error<std::vector<int>>("ARRAY", "{}") == "row 1, column `c`: ARRAY: $: expected an array");
  BOOST_TEST(nested_error<std::vector<std::int8_t>>("ARRAY", "[1,128]") ==
             "row 1, column `c`: ARRAY: $[1]: out of range for 8 bits");
  for (const char* bad : {"", "[", "[1", "[1,]", "[1 2]", "[1]x", "[,1]", "[tru]", "[1]]"}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_TEST(nested_error<std::vector<int>>("ARRAY", bad).starts_with("row 1, column `c`: ARRAY: $"));
    }
  }
}

BOOST_AUTO_TEST_CASE(hostile_depth_is_refused) {
  const std::string deep = std::string(100'000, '[');
  BOOST_TEST(nested_error<RawJson>("VARIANT", deep).find("not valid JSON") != std::string::npos);
  BOOST_TEST(nested_error<Shape>("STRUCT", "{\"unknown\":" + deep).find("not valid JSON") != std::string::npos);
  BOOST_TEST(error_text<SqlError>([&] {
               rows<SqlRow>({column("c", "ARRAY")}, {"[[" + deep}).collect();
             }).find("deep") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_row_does_not_inherit_from_the_row_before) {
  auto range = rows<Shape>({column("display_name", "STRING"), column("points", "ARRAY"), column("counts", "MAP"),
                            column("closed", "BOOLEAN"), column("center", "STRUCT"), column("anything", "VARIANT")},
                           {R"([["a","[{\"x\":1,\"y\":1}]","{\"k\":1}","true","{\"x\":1,\"y\":2}","1"],
                                ["b","[{\"x\":2}]",null,"false","{\"x\":3}","{}"]])"});
  auto it = range.begin();
  it->made = Timestamp(1, 0);
  it->display_name.clear();
  ++it;
  BOOST_TEST(it->display_name == "b");
  BOOST_TEST(!it->points[0].y.has_value());
  BOOST_CHECK(it->counts.is_null());
  BOOST_TEST(!it->center->y.has_value());
  BOOST_TEST(!it->made.has_value());
}
