// The field types: what they hold, copies, moves, comparison, and reading what is not there.
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace {

enum class Color { RED, GREEN, null_ };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN, null_)

struct Node {
  databricks::optional<std::string> name{};
  databricks::boxed<Node> next{};
  databricks::list<Node> kids{};
  databricks::map<Node> by_name{};
  databricks::open_enum<Color> color{};
};
BOOST_DESCRIBE_STRUCT(Node, (), (name, next, kids, by_name, color))
using databricks::reflected::operator==;

Node sample() {
  return {.name = "a",
          .next = Node{.name = "b", .color = Color::GREEN},
          .kids = {Node{.name = "c"}, Node{}},
          .by_name = {{"k", Node{.name = "d"}}},
          .color = databricks::open_enum<Color>::from_text("MAUVE")};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(reading_what_is_not_there_throws) {
  Node node;
  BOOST_CHECK_THROW(*node.name, databricks::unset_field);
  BOOST_CHECK_THROW(node.name->size(), databricks::unset_field);
  BOOST_CHECK_THROW(node.next->name.has_value(), databricks::unset_field);
  BOOST_CHECK_THROW(*node.color, databricks::unset_field);
  node.name = databricks::null;
  BOOST_CHECK_THROW(*node.name, databricks::unset_field);
  BOOST_TEST(node.name.value_or("else") == "else");
  BOOST_TEST(node.color.text() == "");
  for (const auto& kid : node.kids) BOOST_ERROR("an unset list has no elements, and not " << kid.kids.size());
}

BOOST_AUTO_TEST_CASE(copies_are_deep_and_moves_leave_nothing) {
  const Node original = sample();
  Node copy = original;
  BOOST_TEST((copy == original));
  copy.next->name = "changed";
  BOOST_TEST(*original.next->name == "b");
  BOOST_TEST(!(copy == original));
  copy = original;
  const Node moved = std::move(copy);
  BOOST_TEST((moved == original));
  BOOST_TEST(!copy.next.has_value());  // NOLINT: what a moved-from box holds is part of its promise
  Node self = original;
  self = *&self;
  BOOST_TEST((self == original));
}

BOOST_AUTO_TEST_CASE(unset_null_and_empty_differ_in_comparisons) {
  const Node unset;
  BOOST_TEST((unset == Node{}));
  BOOST_TEST(!(unset == Node{.name = databricks::null}));
  BOOST_TEST(!(unset == Node{.name = ""}));
  BOOST_TEST(!(Node{.name = databricks::null} == Node{.name = ""}));
  BOOST_TEST(!(unset == Node{.kids = databricks::empty}));
  BOOST_TEST(!(Node{.kids = databricks::null} == Node{.kids = databricks::empty}));
  BOOST_TEST(!(unset == Node{.by_name = databricks::empty}));
  BOOST_TEST(!(unset == Node{.next = Node{}}));
  BOOST_TEST(!(unset == Node{.next = databricks::null}));
  BOOST_TEST(!(Node{.color = Color::RED} == Node{.color = Color::GREEN}));
  BOOST_TEST(!(Node{.color = Color::RED} == Node{.color = databricks::null}));
  BOOST_TEST((sample() == sample()));
}

BOOST_AUTO_TEST_CASE(maps_are_compared_key_by_key) {
  const Node a{.by_name = {{"x", Node{}}, {"y", Node{.name = "1"}}}};
  BOOST_TEST((a == Node{.by_name = {{"y", Node{.name = "1"}}, {"x", Node{}}}}));
  BOOST_TEST(!(a == Node{.by_name = {{"x", Node{}}, {"z", Node{.name = "1"}}}}));
  BOOST_TEST(!(a == Node{.by_name = {{"x", Node{}}, {"y", Node{.name = "2"}}}}));
  BOOST_TEST(!(a == Node{.by_name = {{"x", Node{}}}}));
}

BOOST_AUTO_TEST_CASE(lists_of_optionals_work) {
  databricks::list<databricks::optional<std::string>> texts{"a", std::nullopt, databricks::null};
  BOOST_TEST(texts.has_value());
  BOOST_TEST(!texts.empty());
  BOOST_TEST((texts[0] == "a"));
  BOOST_TEST((texts[0] == std::string_view("a")));
  BOOST_TEST(texts[2].is_null());
}

BOOST_AUTO_TEST_CASE(fields_convert_from_and_to_std_optional) {
  databricks::optional<std::int64_t> field = std::optional<int>(3);
  BOOST_TEST((field == 3));
  BOOST_TEST(std::optional<std::int64_t>(field).value() == 3);
  field = std::nullopt;
  BOOST_TEST(!std::optional<std::int64_t>(field).has_value());
}

BOOST_AUTO_TEST_CASE(open_enums_know_their_texts) {
  using Open = databricks::open_enum<Color>;
  BOOST_TEST(Open(Color::GREEN).text() == "GREEN");
  BOOST_TEST(Open(Color::null_).text() == "null");
  BOOST_CHECK(Open::from_text("RED") == Color::RED);
  BOOST_TEST(Open::from_text("PUCE").text() == "PUCE");
  BOOST_TEST(!Open::from_text("PUCE").is_known());
  BOOST_CHECK(Open::from_text("PUCE") == Open::from_text("PUCE"));
  BOOST_CHECK(!(Open::from_text("PUCE") == Open::from_text("RED")));
  BOOST_CHECK(!(Open::from_text("PUCE") == Color::RED));
  Open reused = Open::from_text("PUCE");
  reused = Color::RED;
  BOOST_TEST(reused.text() == "RED");
  BOOST_TEST(Open::from_text("").has_value());
  BOOST_CHECK(Open::from_text("red").value_or(Color::GREEN) == Color::GREEN);
}

BOOST_AUTO_TEST_CASE(fields_print_what_they_hold) {
  std::ostringstream stream;
  const Node node = sample();
  stream << node.name << ' ' << node.color << ' ' << Node{}.name << ' ' << databricks::optional<int>(databricks::null);
  BOOST_TEST(stream.str() == "a MAUVE unset null");
}

BOOST_AUTO_TEST_SUITE_END()
