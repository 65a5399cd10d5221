// Lists, page by page.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(lists, Fixture)

BOOST_AUTO_TEST_CASE(row_116_token_pages_end_with_an_empty_token_and_empty_pages_do_not_end_them) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}],"next":"t1"})"), json(R"({"next":"t2"})"),
             json(R"({"widgets":[{"id":"c"}],"next":""})")};
  BOOST_TEST(ids(widgets.by_token().collect()) == "abc");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(requests[0].target == "/widgets");
  BOOST_TEST(requests[2].target == "/widgets?page_token=t2");
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched_before_the_iteration_and_nothing_beyond_it) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}],"next":"t1"})")};
  auto range = widgets.by_token();
  BOOST_TEST(requests.empty());
  for (const auto& widget : range) {
    if (*widget.id == "b") break;
  }
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_117_a_token_that_repeats_is_an_error) {
  answers = {json(R"({"next":"t"})"), json(R"({"next":"t"})"), json(R"({"next":"t"})")};
  BOOST_CHECK_THROW(widgets.by_token().collect(), Error);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_123_the_answer_can_be_the_next_request) {
  answers = {json(R"({"widgets":[{"id":"a"}],"next_request":{"offset":5}})"), json(R"({"widgets":[{"id":"b"}]})")};
  BOOST_TEST(ids(widgets.by_request({.limit = 3}).collect()) == "ab");
  BOOST_TEST(requests[0].body == R"({"limit":3})");
  BOOST_TEST(requests[1].body == R"({"offset":5})");
}

BOOST_AUTO_TEST_CASE(rows_119_and_120_offsets_grow_by_what_came_and_repeated_items_are_skipped) {
  answers = {json(R"({"widgets":[{"id":"a"},{"id":"b"}]})"), json(R"({"widgets":[{"id":"b"},{"id":"c"}]})"),
             json("{}")};
  BOOST_TEST(ids(widgets.by_offset().collect()) == "abc");
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=10000");
  BOOST_TEST(requests[1].target == "/scim?offset=3&limit=10000");
  BOOST_TEST(requests[2].target == "/scim?offset=5&limit=10000");
}

BOOST_AUTO_TEST_CASE(row_118_a_page_size_of_the_caller_is_kept) {
  answers = {json("{}")};
  widgets.by_offset({.limit = 25}).collect();
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=25");
}

BOOST_AUTO_TEST_CASE(row_122_page_numbers_grow_until_an_empty_page) {
  answers = {json(R"({"widgets":[{"id":"a"}]})"), json(R"({"widgets":[{"id":"b"}]})"), json("{}")};
  BOOST_TEST(ids(widgets.by_number().collect()) == "ab");
  BOOST_TEST(requests[2].target == "/numbered?offset=3");
}

BOOST_AUTO_TEST_CASE(an_answer_can_be_the_list_itself) {
  answers = {json(R"([{"id":"a"},{"id":"b"}])")};
  BOOST_TEST(ids(widgets.plain().collect()) == "ab");
}

BOOST_AUTO_TEST_CASE(row_124_an_error_on_a_later_page_leaves_the_items_before_it) {
  answers = {json(R"({"widgets":[{"id":"a"}],"next":"t"})"), json("", 500)};
  std::string seen;
  const auto walk = [&] {
    for (const auto& widget : widgets.by_token()) seen += *widget.id;
  };
  BOOST_CHECK_THROW(walk(), DatabricksError);
  BOOST_TEST(seen == "a");
}

BOOST_AUTO_TEST_CASE(row_124_a_throttled_page_is_invisible) {
  answers = {json(R"({"widgets":[{"id":"a"}],"next":"t"})"), json("", 429), json(R"({"widgets":[{"id":"b"}]})")};
  BOOST_TEST(ids(widgets.by_token().collect()) == "ab");
  BOOST_TEST(requests.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
