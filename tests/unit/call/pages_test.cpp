// Lists, page by page, in all styles.
#include "lists.hpp"

#include <functional>
#include <iterator>
#include <ranges>

using namespace databricks;
using namespace test;

using Range = decltype(std::declval<Lists>().token());
static_assert(std::ranges::input_range<Range>);
static_assert(std::input_iterator<Range::iterator>);
static_assert(std::ranges::input_range<decltype(std::declval<Range>().by_page())>);
static_assert(std::is_nothrow_move_constructible_v<Range> && !std::is_copy_constructible_v<Range>);

// Names are for lists whose items have some.
template <class R>
concept has_names = requires(R range) {
  range.get_by_name("x");
};
static_assert(has_names<Range> && !has_names<decltype(std::declval<Lists>().other())>);

BOOST_FIXTURE_TEST_SUITE(lists_in_pages, ListFixture)

BOOST_AUTO_TEST_CASE(row_116_token_pages_end_with_an_empty_token_and_empty_pages_do_not_end_them) {
  play({page("ab", "t1"), json(R"({"next":"t2"})"), json(R"({"widgets":[{"id":"c"}],"next":""})")});
  BOOST_TEST(seen(lists.token({.limit = 2})) == "abc");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(requests[0].target == "/token?limit=2");
  BOOST_TEST(requests[1].target == "/token?page_token=t1&limit=2");
  BOOST_TEST(requests[2].target == "/token?page_token=t2&limit=2");
}

BOOST_AUTO_TEST_CASE(tokens_of_a_post_go_into_the_body_and_are_escaped_like_any_text) {
  play({json(R"({"widgets":[{"id":"a"}],"next":"t\"1&=é"})"), page("b")});
  BOOST_TEST(seen(lists.posted({.limit = 2})) == "ab");
  BOOST_TEST(requests[1].body == R"({"page_token":"t\"1&=é","limit":2})");
  play({json(R"({"widgets":[{"id":"a"}],"next":"t\"1&= /"})"), page("b")});
  BOOST_TEST(seen(lists.token()) == "ab");
  BOOST_TEST(requests[1].target == "/token?page_token=t%221%26%3D%20%2F");
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched_before_the_iteration_and_nothing_beyond_it) {
  play({page("ab", "t1")});
  const auto range = lists.token();
  BOOST_TEST(requests.empty());
  for (const auto& widget : range) {
    if (*widget.id == "b") break;
  }
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_117_a_token_that_repeats_is_an_error) {
  play({page("a", "t"), page("b", "t"), page("c", "t")});
  BOOST_TEST(seen(lists.token()) == "ab!");
  BOOST_TEST(requests.size() == 2u);
  play({json(R"({"next_request":{"limit":1}})"), json(R"({"next_request":{"limit":1}})"), page("a")});
  BOOST_CHECK_THROW(lists.events().collect(), Error);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_117_circles_of_any_length_are_errors_too) {
  for (const std::size_t length : {2u, 3u, 7u, 20u}) {
    std::deque<Answer> script;
    for (std::size_t i = 0; i < 10 * length; ++i) script.push_back(page("a", "t" + std::to_string(i % length)));
    play(script);
    BOOST_CHECK_THROW(lists.token().collect(), Error);
    BOOST_TEST(requests.size() > length);
    BOOST_TEST(requests.size() <= 4 * length);
  }
}

BOOST_AUTO_TEST_CASE(a_thousand_different_tokens_are_no_circle) {
  std::deque<Answer> script;
  for (int i = 0; i < 1000; ++i) script.push_back(page("a", "t" + std::to_string(i)));
  script.push_back(page("z"));
  play(script);
  BOOST_TEST(lists.token().collect().size() == 1001u);
}

BOOST_AUTO_TEST_CASE(row_118_the_default_page_size_is_sent_with_each_request_unless_the_caller_has_one) {
  play({page("a", "t"), page("b")});
  BOOST_TEST(seen(lists.zero_limit()) == "ab");
  BOOST_TEST(requests[0].target == "/catalogs?limit=0");
  BOOST_TEST(requests[1].target == "/catalogs?page_token=t&limit=0");
  play({page("a", "t"), page("b")});
  BOOST_TEST(seen(lists.zero_limit({.limit = 25})) == "ab");
  BOOST_TEST(requests[0].target == "/catalogs?limit=25");
  BOOST_TEST(requests[1].target == "/catalogs?page_token=t&limit=25");
}

BOOST_AUTO_TEST_CASE(row_119_offsets_begin_at_one_and_grow_by_what_came) {
  play({page("ab"), page("cd"), page("")});
  BOOST_TEST(seen(lists.scim()) == "abcd");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=10000");
  BOOST_TEST(requests[1].target == "/scim?offset=3&limit=10000");
  BOOST_TEST(requests[2].target == "/scim?offset=5&limit=10000");
}

BOOST_AUTO_TEST_CASE(row_120_repeated_items_are_skipped_where_the_list_says_so_and_counted_in_offsets) {
  play({page("ab"), page("bc"), page("b"), page("d"), json("{}")});
  BOOST_TEST(seen(lists.scim()) == "abcd");
  BOOST_TEST(requests.back().target == "/scim?offset=7&limit=10000");
  play({page("ab"), page("bc"), json("{}")});
  BOOST_TEST(seen(lists.scim_with_repetitions()) == "abbc");
  play({json(R"({"widgets":[{},{}]})"), json("{}")});
  BOOST_TEST(seen(lists.scim()) == "??");  // without an id nothing is known to repeat
}

BOOST_AUTO_TEST_CASE(row_121_a_start_of_the_callers_is_overridden) {
  play({page("a"), page("")});
  BOOST_TEST(seen(lists.scim({.offset = 50, .limit = 25})) == "a");
  BOOST_TEST(requests[0].target == "/scim?offset=1&limit=25");
  BOOST_TEST(requests[1].target == "/scim?offset=2&limit=25");
}

BOOST_AUTO_TEST_CASE(row_122_page_numbers_grow_until_an_empty_page) {
  play({page("abc"), page("d"), json("{}")});
  BOOST_TEST(seen(lists.numbered({.offset = 9})) == "abcd");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(requests[0].target == "/numbered?offset=1");
  BOOST_TEST(requests[2].target == "/numbered?offset=3");
}

BOOST_AUTO_TEST_CASE(a_service_that_ignores_the_number_of_a_page_is_noticed) {
  for (const auto& list :
       {std::function([this] { seen(lists.numbered()); }), std::function([this] { seen(lists.scim()); }),
        std::function([this] { seen(lists.scim_with_repetitions().prefetch(2)); })}) {
    play(std::deque<Answer>(100, page("ab")));
    list();
    BOOST_TEST(sent() < 30u);
  }
  std::deque<Answer> changing;  // the same page again and again is none by chance
  for (int i = 0; i < 15; ++i) changing.push_back(page("ab"));
  changing.push_back(page("c"));
  for (int i = 0; i < 15; ++i) changing.push_back(page("ab"));
  changing.push_back(json("{}"));
  play(changing);
  BOOST_TEST(seen(lists.scim()) == "abc");
}

BOOST_AUTO_TEST_CASE(row_123_the_answer_can_be_the_next_request) {
  play({json(R"({"widgets":[{"id":"a"}],"next_request":{"offset":5}})"), page("b")});
  BOOST_TEST(seen(lists.events({.page_token = "gone", .limit = 3})) == "ab");
  BOOST_TEST(requests[0].body == R"({"page_token":"gone","limit":3})");
  BOOST_TEST(requests[1].body == R"({"offset":5})");
}

BOOST_AUTO_TEST_CASE(one_page_and_plain_arrays_are_lists_too) {
  play({json(R"([{"id":"a"},{"id":"b"}])")});
  BOOST_TEST(seen(lists.plain()) == "ab");
  play({page("ab", "a token that means nothing here")});
  BOOST_TEST(seen(lists.single()) == "ab");
  for (const char* none : {"{}", R"({"widgets":null})", R"({"widgets":[]})"}) {
    play({json(none)});
    BOOST_TEST(seen(lists.single()) == "");
  }
  play({json("[]")});
  BOOST_TEST(seen(lists.plain()) == "");
}

BOOST_AUTO_TEST_CASE(row_124_an_error_on_a_later_page_leaves_the_items_before_it_and_comes_again) {
  play({page("a", "t1"), page("b", "t2"), json(R"({"error_code":"INTERNAL_ERROR","message":"no"})", 500), page("c")});
  auto range = lists.token();
  BOOST_TEST(seen(range) == "ab!");
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(seen(range) == "!");
  BOOST_CHECK_THROW(range.collect(), InternalError);
  BOOST_CHECK_THROW(range.by_page().begin(), InternalError);
  BOOST_TEST(requests.size() == 3u);
  BOOST_TEST(seen(lists.token().resume(range.resume_token())) == "c");
  BOOST_TEST(requests[3].target == "/token?page_token=t2");
}

BOOST_AUTO_TEST_CASE(row_124_a_throttled_page_is_invisible) {
  play({page("a", "t"), json("", 429), page("b")});
  BOOST_TEST(seen(lists.token()) == "ab");
  BOOST_TEST(requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(row_124_what_was_collected_before_an_error_is_kept) {
  play({page("ab", "t"), json("", 500)});
  std::vector<Widget> widgets_so_far(1);
  BOOST_CHECK_THROW(lists.token().append_to(widgets_so_far), DatabricksError);
  BOOST_TEST(ids(widgets_so_far) == "?ab");
}

BOOST_AUTO_TEST_CASE(row_125_an_offset_past_the_end_is_an_empty_list) {
  play({json("{}")});
  BOOST_TEST(seen(lists.scim()) == "");
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_125_past_the_end_is_the_end_and_asks_nothing) {
  play({page("a")});
  auto range = lists.token();
  BOOST_TEST(seen(range) == "a");
  BOOST_TEST(seen(range) == "");
  BOOST_TEST(range.collect().empty());
  BOOST_TEST((range.by_page().begin() == std::default_sentinel));
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_126_take_limits_items_and_requests) {
  struct Row {
    std::size_t items;
    const char* seen;
    std::size_t requests;
  };
  for (const Row& row : {Row{0, "", 0}, Row{1, "a", 1}, Row{2, "ab", 1}, Row{3, "abc", 2}, Row{4, "abcd", 2},
                         Row{5, "abcde", 3}, Row{9, "abcde", 3}}) {
    play({page("ab", "t1"), page("cd", "t2"), page("e")});
    BOOST_TEST(seen(lists.token().take(row.items)) == row.seen);
    BOOST_TEST(requests.size() == row.requests);
  }
}

BOOST_AUTO_TEST_CASE(take_does_not_count_repetitions) {
  play({page("ab"), page("abc"), page("d")});
  BOOST_TEST(seen(lists.scim().take(3)) == "abc");
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_list_is_collected_in_portions) {
  play({page("abc", "t1"), page("de", "t2"), page("f")});
  auto range = lists.token();
  BOOST_TEST(ids(range.collect(0)) == "");
  BOOST_TEST(requests.empty());
  BOOST_TEST(ids(range.collect(3)) == "abc");
  BOOST_TEST(requests.size() == 1u);
  BOOST_TEST(ids(range.collect(1)) == "d");
  BOOST_TEST(ids(range.collect(10)) == "ef");
  BOOST_TEST(ids(range.collect(10)) == "");
}

BOOST_AUTO_TEST_CASE(an_item_left_by_break_comes_again) {
  play({page("ab")});
  const auto range = lists.token();
  for (const auto& widget : range) {
    if (*widget.id == "b") break;
  }
  BOOST_TEST(seen(range) == "b");
}

BOOST_AUTO_TEST_CASE(pages_come_as_the_service_gave_them_and_their_items_can_be_moved_away) {
  play({page("ab", "t1"), page("", "t2"), page("c")});
  std::string pages;
  std::vector<Widget> all;
  for (auto& one : lists.token().by_page()) {
    pages += std::to_string(one.widgets.size()) + one.next.value_or(".");
    for (auto& widget : one.widgets) all.push_back(std::move(widget));
    one.widgets = {};
  }
  BOOST_TEST(pages == "2t10t21.");
  BOOST_TEST(ids(all) == "abc");
}

BOOST_AUTO_TEST_CASE(pages_and_items_share_one_place) {
  play({page("ab", "t1"), page("cd", "t2"), page("e")});
  auto range = lists.token();
  auto item = range.begin();
  ++item;
  const auto pages = range.by_page();
  auto here = pages.begin();
  BOOST_TEST(here->widgets.size() == 2u);
  here->widgets.clear();  // whoever takes the items has them
  BOOST_TEST(seen(range) == "cde");
}

BOOST_AUTO_TEST_CASE(row_126_by_page_take_ends_with_the_page_that_has_the_last) {
  play({page("ab", "t1"), page("cd", "t2"), page("e")});
  std::size_t pages = 0;
  for (const auto& one : lists.token().take(3).by_page()) pages += one.widgets.empty() ? 0 : 1;
  BOOST_TEST(pages == 2u);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(iterators_stay_valid_when_the_range_moves) {
  play({page("ab", "t1"), page("c")});
  auto range = lists.token();
  auto item = range.begin();
  const auto moved = std::move(range);
  std::string text;
  for (; item != moved.end(); ++item) text += *item->id;
  BOOST_TEST(text == "abc");
}

#if !defined(__clang__)  // libstdc++ 12's views are more than clang 14 understands
BOOST_AUTO_TEST_CASE(the_range_works_with_views) {
  play({page("ab", "t1"), page("cd", "t2"), page("e")});
  std::string text;
  const auto wanted = [](const Widget& widget) { return *widget.id != "b"; };
  const auto id_of = [](const Widget& widget) { return *widget.id; };
  for (const auto& id : lists.token() | std::views::filter(wanted) | std::views::transform(id_of)) text += id;
  BOOST_TEST(text == "acde");
}
#endif

BOOST_AUTO_TEST_CASE(row_127_an_item_is_found_by_its_name) {
  const auto named = [](std::string_view names, const std::string& token) {
    std::string body = "{\"widgets\":[{\"id\":\"nameless\"}";
    for (const char n : names)
      body.append(",{\"id\":\"id-") += n, body.append("\",\"status\":{\"message\":\"") += n, body += "\"}}";
    return json(body + "]" + (token.empty() ? "" : ",\"next\":\"" + token + "\"") + "}");
  };
  const auto script = [&] { play({named("ab", "t"), named("cab", "")}); };
  script();
  BOOST_TEST(*lists.token().get_by_name("c").id == "id-c");
  script();
  BOOST_CHECK_EXCEPTION(lists.token().get_by_name("x"), NameError, [](const NameError& error) {
    return std::string_view(error.what()) == "Widget named 'x' does not exist" && error.matches() == 0;
  });
  script();
  BOOST_CHECK_EXCEPTION(lists.token().get_by_name("a"), NameError, [](const NameError& error) {
    return std::string_view(error.what()) == "there are 2 instances of Widget named 'a'" && error.matches() == 2;
  });
  script();
  BOOST_CHECK_EXCEPTION(lists.token().ids_by_name(), NameError, [](const NameError& error) {
    return std::string_view(error.what()) == "duplicate .status.message: a";
  });
  play({named("ab", "t"), named("c", "")});
  const std::map<std::string, std::string> expected{{"a", "id-a"}, {"b", "id-b"}, {"c", "id-c"}};
  BOOST_TEST((lists.token().prefetch().ids_by_name() == expected));
}

BOOST_AUTO_TEST_CASE(the_user_agent_says_that_a_list_is_read_and_keeps_what_the_caller_adds) {
  play({page("a", "t"), page("b")});
  CallOptions options;
  options.user_agent = "sdk-feature/mine";
  BOOST_TEST(seen(lists.token({}, options)) == "ab");
  for (const auto& request : requests) {
    BOOST_TEST(request.header("User-Agent").find(" sdk-feature/mine sdk-feature/pagination") != std::string::npos);
  }
  play({page("a")});
  seen(lists.token());
  BOOST_TEST(requests[0].header("User-Agent").find(" sdk-feature/pagination") != std::string::npos);
  play({page("a")});
  lists.token.call();
  BOOST_TEST(requests[0].header("User-Agent").find("pagination") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(options_hold_for_every_page_and_a_stop_for_all) {
  play({page("a", "t"), page("b", "u"), page("c")});
  std::stop_source stop;
  CallOptions options;
  options.stop = stop.get_token();
  options.headers.set("X-Mine", "1");
  std::string text;
  const auto walk = [&] {
    for (const auto& widget : lists.token({}, options)) {
      text += *widget.id;
      if (*widget.id == "b") stop.request_stop();
    }
  };
  BOOST_CHECK_THROW(walk(), CallCancelled);
  BOOST_TEST(text == "ab");
  BOOST_TEST(requests[1].header("X-Mine") == "1");
}

BOOST_AUTO_TEST_CASE(bad_second_pages_are_errors_after_the_first) {
  for (const char* bad : {R"({"widgets":)", R"({"widgets":5})", R"({"widgets":[{"id":"b"},7]})", "[]", "<html>",
                          R"({"widgets":[{"id":"b"}],"next":{"a":1}})"}) {
    play({page("a", "t"), json(bad)});
    BOOST_TEST(seen(lists.token()) == "a!", bad);
    BOOST_TEST(requests.size() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(a_next_request_that_does_not_fit_is_an_error_where_it_is_needed) {
  play({json(R"({"widgets":[{"id":"a"}],"next_request":{"limit":1}})"), json(R"({"next_request":7})")});
  BOOST_TEST(seen(lists.events()) == "a!");
}

BOOST_AUTO_TEST_CASE(a_token_of_a_megabyte_comes_back_as_it_was) {
  const std::string token(1 << 20, 'x');
  play({page("a", token), page("b")});
  BOOST_TEST(seen(lists.posted()) == "ab");
  BOOST_TEST(requests[1].body.size() > token.size());
}

BOOST_AUTO_TEST_SUITE_END()
