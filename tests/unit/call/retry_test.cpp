// Which failures are tried again, when, and how often.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(attempts, Fixture)

BOOST_AUTO_TEST_CASE(row_1_throttled_calls_are_repeated_after_the_time_the_service_asks_for) {
  Answer busy = json("", 429);
  busy.headers.emplace("Retry-After", "7");
  answers = {busy, json("<html>busy</html>", 503), json(R"({"id":"a"})")};
  BOOST_TEST(*widgets.get({"a"}).id == "a");
  BOOST_TEST(requests.size() == 3u);
  BOOST_REQUIRE_EQUAL(clock->sleeps().size(), 2u);
  BOOST_TEST((clock->sleeps()[0] == std::chrono::seconds(7)));
  BOOST_TEST(
      (clock->sleeps()[1] >= std::chrono::milliseconds(2050) && clock->sleeps()[1] <= std::chrono::milliseconds(2750)));
}

BOOST_AUTO_TEST_CASE(row_28_an_upload_is_repeated_whole_and_its_source_can_be_used_again) {
  answers = {json("", 503), json(""), json("")};
  const Upload upload{.contents = "all of it"};
  widgets.upload(upload);
  widgets.upload(upload);
  BOOST_REQUIRE_EQUAL(requests.size(), 3u);
  for (const auto& request : requests) BOOST_TEST(request.body == "all of it");
}

BOOST_AUTO_TEST_CASE(row_24_what_can_not_be_read_twice_is_not_sent_twice) {
  answers = {json("", 503)};
  bool read = false;
  const auto once = [&](char* buffer, std::size_t) -> std::size_t {
    if (std::exchange(read, true)) return 0;
    *buffer = 'x';
    return 1;
  };
  BOOST_CHECK_EXCEPTION(widgets.upload({.contents = Source::from_function(once)}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 503; });
  BOOST_TEST(requests.size() == 1u);
  BOOST_TEST(requests[0].body == "x");
}

BOOST_AUTO_TEST_CASE(row_5_a_wait_longer_than_the_budget_fails_at_once_with_the_services_error) {
  Answer busy = json(R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"})", 429);
  busy.headers.emplace("Retry-After", "86400");
  answers = {busy};
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 429; });
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(row_6_a_storm_ends_within_the_budget) {
  for (int i = 0; i < 100; ++i) answers.push_back(json("", 503));
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                        [](const auto& error) { return error.status_code() == 503; });
  Clock::duration slept{};
  for (const auto span : clock->sleeps()) slept += span;
  BOOST_TEST((slept <= std::chrono::seconds(300)));
  BOOST_TEST((slept >= std::chrono::seconds(280)));
}

BOOST_AUTO_TEST_CASE(row_10_other_errors_are_not_repeated) {
  for (const int status : {400, 401, 403, 404, 409, 500, 501}) {
    requests.clear();
    answers = {json("", status)};
    BOOST_CHECK_THROW(widgets.get({"a"}), DatabricksError);
    BOOST_TEST(requests.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_3_a_strange_retry_after_never_harms) {
  for (const char* value : {"0", "-5", "abc", "", "1e400", "nan", "inf"}) {
    clock->forget_sleeps();
    Answer busy = json("", 429);
    busy.headers.emplace("Retry-After", value);
    answers = {busy, json("{}")};
    widgets.get({"a"});
    BOOST_REQUIRE_EQUAL(clock->sleeps().size(), 1u);
    BOOST_TEST((clock->sleeps()[0] >= std::chrono::milliseconds(1050) &&
                clock->sleeps()[0] <= std::chrono::milliseconds(1750)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
