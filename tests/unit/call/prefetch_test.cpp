// Pages that are fetched ahead.
#include "lists.hpp"

#include <condition_variable>
#include <filesystem>
#include <thread>

using namespace databricks;
using namespace test;
using namespace std::chrono_literals;

namespace {

std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

// Answers page N+1 for token pN, up to `last`; the answer to `held` waits for release().
struct Endless : ListFixture {
  Endless() : pages([this](const Recorded& request) { return answer(request); }), endless{Client(config_of_pages())} {}
  ~Endless() { release(); }

  Config config_of_pages() {
    Config made = config();
    made.host = pages.host();
    return made;
  }
  Answer answer(const Recorded& request) {
    const auto token = request.target.find("page_token=p");
    const int number = token == request.target.npos ? 0 : std::stoi(request.target.substr(token + 12));
    std::unique_lock lock(gate);
    ++asked;
    changed.notify_all();
    changed.wait_for(lock, 20s, [&] { return number != held; });
    if (number == failing) return json(R"({"error_code":"INTERNAL_ERROR","message":"no"})", 500);
    return page("ab", number == last ? "" : "p" + std::to_string(number + 1));
  }
  void release() {
    const std::lock_guard lock(gate);
    held = -1;
    changed.notify_all();
  }
  // Whether so many pages were asked for, now or soon.
  bool come(int count) {
    std::unique_lock lock(gate);
    return changed.wait_for(lock, 10s, [&] { return asked >= count; });
  }
  int asked_so_far() {
    const std::lock_guard lock(gate);
    return asked;
  }

  std::mutex gate;
  std::condition_variable changed;
  int asked = 0, held = -1, failing = -1, last = 1000;
  test::RecordingServer pages;
  Lists endless;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(prefetched_lists, Endless)

BOOST_AUTO_TEST_CASE(the_next_page_comes_while_this_one_is_used_and_no_further_one) {
  const auto range = endless.token().prefetch();
  auto item = range.begin();
  BOOST_TEST(come(2));
  std::this_thread::sleep_for(50ms);
  BOOST_TEST(asked_so_far() == 2);
  for (int i = 0; i < 2; ++i) ++item;
  BOOST_TEST(come(3));
  BOOST_TEST(*item->id == "a");
}

BOOST_AUTO_TEST_CASE(as_many_pages_are_kept_ready_as_was_said) {
  const auto range = endless.token().prefetch(5);
  BOOST_TEST((range.begin() != std::default_sentinel));
  BOOST_TEST(come(6));
  std::this_thread::sleep_for(50ms);
  BOOST_TEST(asked_so_far() == 6);
}

BOOST_AUTO_TEST_CASE(there_is_a_thread_only_while_a_prefetching_range_is_read) {
  const auto thread_stays = [](std::size_t count) {  // the server's come and go
    for (int i = 0; i < 200 && threads() != count; ++i) std::this_thread::sleep_for(10ms);
    return threads() == count;
  };
  endless.token.call();
  const auto none = threads();
  const auto plain = endless.token();
  plain.begin();
  BOOST_TEST(thread_stays(none));
  {
    const auto range = endless.token().prefetch();
    BOOST_TEST(thread_stays(none));
    range.begin();
    BOOST_TEST(threads() > none);
  }
  BOOST_TEST(thread_stays(none));
}

BOOST_AUTO_TEST_CASE(an_error_appears_where_the_iteration_meets_it_and_comes_again) {
  failing = 2;
  auto range = endless.token().prefetch(4);
  auto item = range.begin();
  BOOST_TEST(come(3));
  std::this_thread::sleep_for(20ms);  // the error is there by now, or will be: both must do
  std::string text;
  const auto walk = [&] {
    for (; item != range.end(); ++item) text += *item->id;
  };
  BOOST_CHECK_THROW(walk(), InternalError);
  BOOST_TEST(text == "abab");
  BOOST_CHECK_THROW(range.begin(), InternalError);
  BOOST_TEST(asked_so_far() == 3);
  failing = -1;
  last = 3;
  BOOST_TEST(seen(endless.token().prefetch().resume(range.resume_token())) == "abab");
}

BOOST_AUTO_TEST_CASE(row_125_leaving_half_way_cancels_what_is_on_its_way) {
  held = 1;
  const auto begin = std::chrono::steady_clock::now();
  {
    const auto range = endless.token().prefetch();
    range.begin();
    BOOST_TEST(come(2));  // the answer to the second is held back
  }
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 15s));
  BOOST_TEST(asked_so_far() == 2);
}

BOOST_AUTO_TEST_CASE(row_125_leaving_at_once_or_without_beginning_is_fine) {
  for (int i = 0; i < 20; ++i) {
    auto range = endless.token().prefetch(2);
    if (i % 2 == 0) range.begin();
    if (i % 4 == 0) range = endless.token();
  }
  BOOST_TEST(asked_so_far() >= 10);
}

BOOST_AUTO_TEST_CASE(row_126_no_page_is_fetched_ahead_that_take_does_not_need) {
  BOOST_TEST(seen(endless.token().take(3).prefetch(10)) == "aba");
  BOOST_TEST(asked_so_far() == 2);
  BOOST_TEST(seen(endless.token().take(0).prefetch(10)) == "");
  BOOST_TEST(asked_so_far() == 2);
}

BOOST_AUTO_TEST_CASE(take_goes_on_when_pages_ahead_hold_repetitions) {
  play({page("ab"), page("ab"), page("b"), page("cd"), page("ef")});
  BOOST_TEST(seen(lists.scim().take(4).prefetch(3)) == "abcd");
  BOOST_TEST(sent() == 4u);
}

BOOST_AUTO_TEST_CASE(a_stop_of_the_callers_ends_the_waiting) {
  held = 1;
  std::stop_source stop;
  CallOptions options;
  options.stop = stop.get_token();
  const auto range = endless.token({}, options).prefetch();
  auto item = range.begin();
  ++item;
  BOOST_TEST(come(2));
  std::jthread stopper([&] { stop.request_stop(); });
  BOOST_CHECK_THROW(++item, CallCancelled);
  BOOST_CHECK_THROW(range.begin(), CallCancelled);
}

BOOST_AUTO_TEST_CASE(all_styles_give_the_same_with_and_without) {
  last = 2;
  for (const std::size_t pages_ahead : {0u, 1u, 2u, 50u}) {
    BOOST_TEST(seen(endless.token().prefetch(pages_ahead)) == "ababab");
    play({page("ab"), page("bc"), page("")});
    BOOST_TEST(seen(lists.scim().prefetch(pages_ahead)) == "abc");
    play({page("abc"), page("d"), json("{}")});
    BOOST_TEST(seen(lists.numbered().prefetch(pages_ahead)) == "abcd");
    play({json(R"({"widgets":[{"id":"a"}],"next_request":{"offset":5}})"), page("b")});
    BOOST_TEST(seen(lists.events().prefetch(pages_ahead)) == "ab");
    play({json(R"([{"id":"a"},{"id":"b"}])")});
    BOOST_TEST(seen(lists.plain().prefetch(pages_ahead)) == "ab");
    play({page("a", "t"), page("b", "t"), page("c", "t")});
    BOOST_TEST(seen(lists.token().prefetch(pages_ahead)) == "ab!");
    BOOST_TEST(sent() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(a_range_may_move_to_another_thread_and_many_may_be_read_at_once) {
  last = 20;
  std::atomic<std::size_t> items = 0;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 8; ++i) {
      auto range = endless.token().prefetch(2);
      range.begin();
      readers.emplace_back([&items, moved = std::move(range)]() mutable { items += moved.collect().size(); });
    }
  }
  BOOST_TEST(items == 8u * 42u);
}

BOOST_AUTO_TEST_CASE(the_range_keeps_alive_what_it_needs) {
  last = 3;
  std::optional gone(Lists{Client(config_of_pages())});
  auto range = gone->token().prefetch();
  gone.reset();
  BOOST_TEST(seen(range) == "abababab");
}

BOOST_AUTO_TEST_SUITE_END()
