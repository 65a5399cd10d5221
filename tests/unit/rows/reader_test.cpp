// Rows over chunks, right and wrong ones; and rows without a struct.
#include "fixture.hpp"

#include <ranges>

using namespace databricks;
using namespace test;

namespace {

struct Item {
  int n{};
  std::string s{};
};
BOOST_DESCRIBE_STRUCT(Item, (), (n, s))

const std::vector<SqlColumn> kColumns{column("n", "INT"), column("s", "STRING")};

std::string broken(const std::string& chunk) {
  return error_text<SqlError>([&] { rows<Item>(kColumns, {chunk}).collect(); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_go_on_over_chunks_and_empty_ones) {
  int sum = 0;
  for (const Item& item :
       rows<Item>(kColumns, {"[]", R"([["1","a"],["2","b"]])", " [ ] ", R"([ [ 3 , "c" ] ])", "[]"})) {
    sum = sum * 10 + item.n;
  }
  BOOST_TEST(sum == 123);
  BOOST_TEST(rows<Item>(kColumns, {}).collect().empty());
  static_assert(std::input_iterator<SqlRows<Item>::iterator>);
}

BOOST_AUTO_TEST_CASE(malformed_chunks_are_errors_of_their_row) {
  struct Case {
    const char* chunk;
    const char* error;
  };
  const Case cases[] = {
      {"", "chunk 0 of the result"},
      {"{}", "chunk 0 of the result"},
      {"[", "row 1"},
      {R"([["1","a"])", "row 1"},
      {R"([["1","a"],)", "row 2"},
      {R"([["1","a"],])", "row 2"},
      {R"([["1","a"]["2","b"]])", "row 1"},
      {R"([["1","a"]] x)", "row 1"},
      {R"([["1"]])", "row 1: has fewer than 2 columns"},
      {R"([[]])", "row 1: has fewer than 2 columns"},
      {R"([["1","a","b"]])", "row 1: has more than 2 columns"},
      {R"([["1","a"],"x"])", "row 2"},
      {R"([["1","a"],null])", "row 2"},
      {R"([["1","a)", "row 1"},
      {R"([["1","a\)", "row 1"},
      {R"([["1","\u12)", "row 1"},
      {R"([["1","\x"]])", "row 1"},
      {"[[\"1\",\"line\nbreak\"]]", "row 1"},
      {R"([["1",truth]])", "row 1"},
      {R"([["1",-]])", "row 1"},
      {R"([["1" "a"]])", "row 1: has fewer than 2 columns"},
  };
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.chunk) { BOOST_TEST(broken(c.chunk).starts_with(c.error)); }
  }
}

BOOST_AUTO_TEST_CASE(a_chunk_has_as_many_rows_as_announced) {
  const std::string two = R"([["1","a"],["2","b"]])";
  BOOST_TEST(rows<Item>(kColumns, {two, two}, {2, 2}).collect().size() == 4u);
  BOOST_TEST(error_text<SqlError>([&] {
               rows<Item>(kColumns, {two, two}, {2, 3}).collect();
             }) == "chunk 1 of the result has 2 rows where 3 were announced");
  BOOST_TEST(error_text<SqlError>([&] { rows<Item>(kColumns, {two}, {1}).collect(); }) ==
             "chunk 0 of the result has 2 rows where 1 were announced");
}

BOOST_AUTO_TEST_CASE(errors_count_rows_over_all_chunks_and_name_the_column) {
  try {
    rows<Item>(kColumns, {R"([["1","a"]])", R"([["2","b"],["x","c"]])"}).collect();
    BOOST_FAIL("no error");
  } catch (const SqlError& error) {
    BOOST_TEST(error.row() == 3);
    BOOST_TEST(error.column() == "n");
    BOOST_TEST(error.what() == "row 3, column `n`: INT: not an integer");
  }
}

BOOST_AUTO_TEST_CASE(iteration_ends_where_it_failed) {
  auto range = rows<Item>(kColumns, {R"([["1","a"],["x","b"],["3","c"]])"});
  auto it = range.begin();
  BOOST_CHECK_THROW(++it, SqlError);
  BOOST_TEST((it == range.end()));
}

BOOST_AUTO_TEST_CASE(a_row_without_a_struct_is_read_by_name_and_by_index) {
  auto range = rows<SqlRow>(kColumns, {R"([["1","a\nb"],[null,""]])"});
  auto it = range.begin();
  const SqlRow first = *it;
  BOOST_TEST(first.size() == 2u);
  BOOST_TEST(first.get<int>("N") == 1);
  BOOST_TEST(first.get<std::string>(1) == "a\nb");
  BOOST_TEST(first.text("s") == "a\nb");
  BOOST_TEST(first.column(0).type == "INT");
  ++it;
  BOOST_TEST(it->is_null("n"));
  BOOST_TEST(!it->is_null("s"));
  BOOST_TEST(it->text(0).empty());
  BOOST_TEST(!it->get<std::optional<int>>(0).has_value());
  BOOST_TEST(error_text<SqlError>([&] { it->get<int>(0); }) ==
             "row 2, column `n`: INT: NULL, and the value asked for is not optional");
  BOOST_TEST(error_text<SqlError>([&] { it->get<int>("s"); }) ==
             "column `s`: STRING can't be read into the value, which is an integer");
  BOOST_CHECK_THROW(it->text("other"), InvalidArgument);
  BOOST_CHECK_THROW(it->text(2), InvalidArgument);
  BOOST_CHECK_THROW(SqlRow().text(0), InvalidArgument);
  BOOST_TEST(first.text(0) == "1");  // a copy stays what it was
}

BOOST_AUTO_TEST_CASE(two_columns_of_one_name_can_be_had_by_index) {
  auto range = rows<SqlRow>({column("a", "INT"), column("A", "INT")}, {R"([["1","2"]])"});
  const SqlRow& row = *range.begin();
  BOOST_CHECK_THROW(row.text("a"), InvalidArgument);
  BOOST_TEST(row.text(1) == "2");
}

BOOST_AUTO_TEST_CASE(a_result_without_columns_has_rows_without_cells) {
  BOOST_TEST(rows<SqlRow>({}, {"[[],[]]"}).collect().size() == 2u);
}
