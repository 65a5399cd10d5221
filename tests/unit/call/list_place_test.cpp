// Lists that go on elsewhere.
#include "lists.hpp"

#include <boost/json.hpp>

#include <functional>

using namespace databricks;
using namespace test;

namespace {

// A list of five items in three pages, whichever way its pages are asked for; calls may fail.
struct Style {
  const char* name;
  std::function<std::string(Lists&, const std::string& token, std::size_t items, std::string* left_at)> walk;
};

template <class Make>
Style style(const char* name, Make make) {
  return {name, [=](Lists& lists, const std::string& token, std::size_t items, std::string* left_at) {
            auto range = make(lists);
            if (!token.empty()) range.resume(token);
            const auto text = seen(range.take(items));
            *left_at = range.resume_token();
            return text;
          }};
}

const Style kStyles[] = {
    style("token", [](Lists& lists) { return lists.token({.limit = 2}); }),
    style("posted", [](Lists& lists) { return lists.posted({.limit = 2}); }),
    style("scim", [](Lists& lists) { return lists.scim({.limit = 2}); }),
    style("numbered", [](Lists& lists) { return lists.numbered({.limit = 2}); }),
    style("events", [](Lists& lists) { return lists.events({.limit = 2}); }),
    style("prefetched", [](Lists& lists) { return lists.token({.limit = 2}).prefetch(2); }),
    style("prefetched numbers", [](Lists& lists) { return lists.numbered({.limit = 2}).prefetch(1); }),
};

// Which of the pages 0, 1, 2, 3 a request asks for.
int asked_for(const Recorded& request) {
  const std::string all = request.target + request.body;
  const auto has = [&](const char* text) { return all.find(text) != all.npos; };
  if (has("page_token=p1") || has("\"page_token\":\"p1\"")) return 1;
  if (has("page_token=p2") || has("\"page_token\":\"p2\"")) return 2;
  const bool scim = has("/scim");
  if (has(scim ? "offset=3" : "offset=2") || has("\"offset\":2")) return 1;
  if (has(scim ? "offset=5" : "offset=3") || has("\"offset\":3")) return 2;
  if (has("offset=6") || has("offset=4")) return 3;
  return 0;
}

struct Book : ListFixture {
  Book() : pages([this](const Recorded& request) { return answer(request); }), elsewhere{Client(config_of_book())} {}

  Config config_of_book() {
    Config made = config();
    made.host = pages.host();
    return made;
  }
  Answer answer(const Recorded& request) {
    const int number = asked_for(request);
    ++asked[number];
    if (number == failing) return json(R"({"error_code":"INTERNAL_ERROR","message":"no"})", 500);
    static const char* const kItems[] = {"ab", "cd", "e", ""};
    Answer made = page(kItems[number], number < 2 ? "p" + std::to_string(number + 1) : "");
    if (request.target == "/events" && number < 2) {
      made.body.pop_back();
      made.body += ",\"next_request\":{\"offset\":" + std::to_string(number + 2) + "}}";
    }
    return made;
  }

  std::atomic<int> failing = -1;
  std::atomic<int> asked[4]{};
  test::RecordingServer pages;
  Lists elsewhere;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(resumed_lists, Book)

BOOST_AUTO_TEST_CASE(row_124_a_list_goes_on_at_the_page_that_failed_and_nothing_is_lost_or_doubled) {
  for (const Style& one : kStyles) {
    for (int page_number = 0; page_number < 3; ++page_number) {
      BOOST_TEST_CONTEXT(one.name << ", page " << page_number) {
        std::string left_at;
        failing = page_number;
        const auto before = one.walk(elsewhere, "", 99, &left_at);
        BOOST_TEST(before.ends_with('!'));
        failing = -1;
        for (auto& count : asked) count = 0;
        // Another client stands for another process: nothing but the text is shared.
        Lists other{Client(config_of_book())};
        const auto after = one.walk(other, left_at, 99, &left_at);
        BOOST_TEST(before + after == std::string("abcde").insert(static_cast<std::size_t>(2 * page_number), "!"));
        for (int i = 0; i < page_number; ++i) BOOST_TEST(asked[i] == 0);
        BOOST_TEST(asked[page_number] == 1);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_list_goes_on_after_any_item) {
  for (const Style& one : kStyles) {
    for (std::size_t portion = 1; portion <= 6; ++portion) {
      BOOST_TEST_CONTEXT(one.name << ", by " << portion) {
        std::string left_at, all;
        for (int rounds = 0; rounds < 7; ++rounds) all += one.walk(elsewhere, left_at, portion, &left_at);
        BOOST_TEST(all == "abcde");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_item_at_hand_comes_again_and_the_end_stays_the_end) {
  auto range = elsewhere.token();
  for (const auto& widget : range) {
    if (*widget.id == "d") break;
  }
  BOOST_TEST(seen(elsewhere.token().resume(range.resume_token())) == "de");
  auto whole = elsewhere.token();
  BOOST_TEST(seen(whole) == "abcde");
  for (auto& count : asked) count = 0;
  BOOST_TEST(seen(elsewhere.token().resume(whole.resume_token())) == "");
  for (const auto& count : asked) BOOST_TEST(count == 0);
}

BOOST_AUTO_TEST_CASE(a_list_that_did_not_begin_has_a_place_too) {
  BOOST_TEST(seen(elsewhere.token().resume(elsewhere.token().resume_token())) == "abcde");
  auto twice = elsewhere.token();
  auto range = elsewhere.token();
  range.collect(3);
  twice.resume(range.resume_token());
  BOOST_TEST(twice.resume_token() == range.resume_token());
}

BOOST_AUTO_TEST_CASE(pages_go_on_at_the_page_at_hand) {
  auto range = elsewhere.token();
  for (const auto& one : range.by_page()) {
    if (one.next.value_or("") == "p2") break;
  }
  std::string sizes;
  for (const auto& one : elsewhere.token().resume(range.resume_token()).by_page()) {
    sizes += std::to_string(one.widgets.size());
  }
  BOOST_TEST(sizes == "21");
}

BOOST_AUTO_TEST_CASE(plain_arrays_and_single_pages_go_on_within_their_page) {
  play({json(R"([{"id":"a"},{"id":"b"}])"), json(R"([{"id":"a"},{"id":"b"}])"), page("xy"), page("xy")});
  auto plain = lists.plain();
  plain.collect(1);
  BOOST_TEST(seen(lists.plain().resume(plain.resume_token())) == "b");
  auto single = lists.single();
  single.collect(1);
  BOOST_TEST(seen(lists.single().resume(single.resume_token())) == "y");
}

BOOST_AUTO_TEST_CASE(a_page_that_became_shorter_ends_and_the_list_goes_on) {
  auto range = elsewhere.token();
  range.collect(1);
  auto token = range.resume_token();
  const auto at = token.find("\"index\":1");
  BOOST_REQUIRE(at != token.npos);
  token.replace(at, 9, "\"index\":18446744073709551615");
  BOOST_TEST(seen(elsewhere.token().resume(token)) == "cde");
  BOOST_TEST(seen(elsewhere.token().prefetch().resume(token)) == "cde");
}

BOOST_AUTO_TEST_CASE(the_token_is_json_and_holds_no_credentials) {
  auto range = elsewhere.token();
  range.collect(3);
  const auto token = boost::json::parse(range.resume_token());
  BOOST_TEST(token.at("version") == 1);
  BOOST_TEST(token.at("list") == "GET /token");
  BOOST_TEST(range.resume_token().find("planted") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_token_of_the_list_is_refused_before_anything_is_sent) {
  const std::string head = R"({"version":1,"list":"GET /token")";
  const std::string texts[] = {
      "",
      "p1",
      "null",
      "7",
      "[]",
      "{}",
      R"("p1")",
      "{\"version\":1",
      std::string("\0\xff{", 3),
      R"({"version":2,"list":"GET /token"})",
      R"({"version":1,"list":"GET /other"})",
      R"({"version":1})",
      R"({"version":1,"list":"POST /token"})",
      head,
      head + R"(,"unknown":7})",
      head + R"(,"page":[]})",
      head + R"(,"page":""})",
      head + R"(,"page":{"planted-secret":1}})",
      head + R"(,"page":"p1","index":-1})",
      head + R"(,"page":"p1","index":1e99})",
      head + R"(,"page":"p1","end":"yes"})",
      head + R"(} trailing)",
      std::string(100'000, '['),
      "{\"page\":" + std::string(100'000, '['),
      std::string(1 << 20, 'x'),
  };
  for (const auto& text : texts) BOOST_TEST_CONTEXT(text.substr(0, 80)) {
      BOOST_CHECK_EXCEPTION(elsewhere.token().resume(text), InvalidArgument, [](const InvalidArgument& error) {
        const std::string_view what = error.what();
        return what.starts_with("no resume token of `GET /token`: ") && what.size() < 200 &&
               what.find("planted") == what.npos;
      });
    }
  for (const auto& count : asked) BOOST_TEST(count == 0);
}

BOOST_AUTO_TEST_CASE(places_of_other_styles_are_refused) {
  const auto token = [](const char* list, const char* place) {
    return std::string(R"({"version":1,"list":")") + list + R"(","page":)" + place + "}";
  };
  for (const char* bad : {"\"x\"", "-1", "1.5", "99999999999999999999", "null", "true", "\"2\""}) {
    if (std::string_view(bad) == "null") continue;  // no place at all: the beginning
    BOOST_CHECK_THROW(lists.scim().resume(token("GET /scim", bad)), InvalidArgument);
    BOOST_CHECK_THROW(lists.numbered().resume(token("GET /numbered", bad)), InvalidArgument);
  }
  for (const char* bad : {"\"x\"", "7", "[]", R"({"limit":"x"})"}) {
    BOOST_CHECK_THROW(lists.events().resume(token("POST /events", bad)), InvalidArgument);
  }
  BOOST_CHECK_THROW(lists.plain().resume(token("GET /plain", "\"x\"")), InvalidArgument);
  BOOST_CHECK_THROW(lists.single().resume(token("GET /single", "\"x\"")), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(an_offset_at_the_end_of_numbers_is_an_error_and_no_overflow) {
  play({page("a"), page("b")});
  const std::string token = R"({"version":1,"list":"GET /scim","page":9223372036854775807})";
  BOOST_TEST(seen(lists.scim().resume(token)) == "!");
}

BOOST_AUTO_TEST_CASE(a_list_that_began_can_not_be_resumed_or_prefetched) {
  auto range = elsewhere.token();
  const auto token = range.resume_token();
  range.collect(1);
  BOOST_CHECK_THROW(range.resume(token), InvalidArgument);
  BOOST_CHECK_THROW(range.prefetch(1), InvalidArgument);
}

BOOST_AUTO_TEST_CASE(a_service_that_answers_with_the_token_of_the_resumed_page_is_caught) {
  play({page("a", "p1")});
  const std::string token = R"({"version":1,"list":"GET /token","page":"p1"})";
  BOOST_TEST(seen(lists.token().resume(token)) == "a!");
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
