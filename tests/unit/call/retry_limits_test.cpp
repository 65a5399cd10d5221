// When the next attempt comes, and when there is none any more.
#include "call/backoff.hpp"
#include "call/http_date.hpp"
#include "call/retry_after.hpp"
#include "scripted.hpp"

using namespace test;

namespace {

ScriptedTransport::Step busy(const std::string& retry_after) {
  return answers(429, "", Headers{{"Retry-After", retry_after}});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retry_limits, Scripted)

BOOST_AUTO_TEST_CASE(row_22_waits_grow_to_ten_seconds_and_have_some_jitter) {
  for (int n = 1; n <= 12; ++n) {
    Clock::duration least = 1h;
    Clock::duration most{};
    for (int i = 0; i < 1000; ++i) {
      const auto wait = detail::backoff(n) - std::chrono::seconds(std::min(n, 10));
      least = std::min(least, wait);
      most = std::max(most, wait);
    }
    BOOST_TEST((least >= 50ms && least < 120ms));
    BOOST_TEST((most <= 750ms && most > 680ms));
  }
}

BOOST_AUTO_TEST_CASE(row_2_without_a_wish_of_the_service_waits_follow_the_formula) {
  play({answers(429), answers(429), answers(429), answers(200)});
  things.get({"a"});
  BOOST_REQUIRE_EQUAL(clock->sleeps().size(), 3u);
  for (int n = 1; n <= 3; ++n) {
    const auto jitter = clock->sleeps()[static_cast<std::size_t>(n - 1)] - std::chrono::seconds(n);
    BOOST_TEST((jitter >= 50ms && jitter <= 750ms));
  }
}

BOOST_AUTO_TEST_CASE(rows_3_and_4_retry_after_is_seconds_or_a_date) {
  // Sun, 06 Nov 1994 08:49:37 GMT
  const std::chrono::system_clock::time_point now{784111777s};
  const std::pair<const char*, int> cases[] = {
      {"1", 1000},
      {" 7 ", 7000},
      {"1.58", 1580},
      {"0.0001", 1},
      {"Sun, 06 Nov 1994 08:49:44 GMT", 7000},
      {"Sunday, 06-Nov-94 08:49:44 GMT", 7000},
      {"Sun Nov  6 08:49:44 1994", 7000},
      {"Mon, 07 Nov 1994 08:49:37 GMT", 86'400'000},
      {"86400", 86'400'000},
  };
  for (const auto& [text, milliseconds] : cases) {
    BOOST_TEST_CONTEXT(text) {
      const auto wait = detail::retry_after({{"retry-after", text}}, now);
      BOOST_REQUIRE(wait.has_value());
      BOOST_TEST(wait->count() == milliseconds);
    }
  }
  BOOST_TEST(!detail::retry_after({}, now));
  for (const char* junk : {"",
                           "0",
                           "-5",
                           "abc",
                           "1e3",
                           "1e400",
                           "nan",
                           "inf",
                           "0x10",
                           "1.5.",
                           ".5",
                           "1 2",
                           "+3",
                           "1,5",
                           "0.0",
                           "Sun, 06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:30 GMT",
                           "Sun, 31 Feb 1999 00:00:00 GMT",
                           "Sun, 06 Nov 2999",
                           "Sun, 06 Nov 2999 24:00:00 GMT",
                           "Sun, 06 Nov 2999 08:49:44 CET",
                           "Sun, 06 Foo 2999 08:49:44 GMT",
                           "Sun, 06 Nov 299 08:49:44 GMT",

                           "Sun, 06 Nov 2999 8:49:44 GMT",
                           "GMT",
                           "a b c d e f",
                           "a b c d e f g",
                           ", , , ,"}) {
    BOOST_TEST_CONTEXT(junk) { BOOST_TEST(!detail::retry_after({{"Retry-After", junk}}, now)); }
  }
}

BOOST_AUTO_TEST_CASE(a_retry_after_beyond_measure_is_long_and_overflows_nothing) {
  const std::chrono::system_clock::time_point now{784111777s};
  for (const auto& text :
       {std::string(400, '9'), std::string("9999999999999999999"), std::string("Fri, 31 Dec 9999 23:59:59 GMT")}) {
    BOOST_TEST(detail::retry_after({{"Retry-After", text}}, now)->count() == 1'000'000'000'000);
  }
}

BOOST_AUTO_TEST_CASE(a_year_of_two_digits_is_near_now) {
  const auto now = std::chrono::sys_days{std::chrono::year(2026) / 1 / 1};
  const auto year = [&](const char* text) {
    const auto date = detail::parse_http_date(text, now);
    return date ? int(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*date)).year()) : 0;
  };
  BOOST_TEST(year("Sunday, 06-Nov-94 08:49:37 GMT") == 1994);
  BOOST_TEST(year("Sunday, 06-Nov-76 08:49:37 GMT") == 2076);
  BOOST_TEST(year("Sunday, 06-Nov-77 08:49:37 GMT") == 1977);
}

BOOST_AUTO_TEST_CASE(row_4_the_wish_of_the_service_is_a_floor_and_can_be_read_from_the_error) {
  play({busy("1"), answers(200)});
  things.get({"a"});
  BOOST_TEST((clock->slept() >= 1050ms && clock->slept() <= 1750ms));
  play({busy("30"), answers(200)});
  things.get({"a"});
  BOOST_TEST((clock->slept() == 30s));
  play({busy("1.58")});
  const auto error = error_of<DatabricksError>([&] { things.get({"a"}, {.retry = RetryPolicy::none()}); });
  BOOST_TEST((error.retry_after() == 1580ms));
}

BOOST_AUTO_TEST_CASE(row_5_a_wait_longer_than_what_is_left_fails_at_once) {
  play({busy("86400")});
  BOOST_CHECK_THROW(things.get({"a"}), DatabricksError);
  BOOST_TEST(clock->sleeps().empty());
  play({busy("5")});
  BOOST_CHECK_THROW(things.get({"a"}, {.timeout = 4s}), RetryExhausted);
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(row_6_a_storm_ends_with_the_last_error_which_says_how_long_it_took) {
  play({answers(429, R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"})")});
  const auto start = clock->now();
  const auto error = error_of<DatabricksError>([&] { things.get({"a"}); });
  BOOST_TEST((clock->now() - start <= 300s));
  BOOST_TEST((clock->now() - start >= 280s));
  BOOST_TEST(error.status_code() == 429);
  BOOST_TEST(error.error_code() == "REQUEST_LIMIT_EXCEEDED");
  BOOST_TEST(error.call().attempts == static_cast<int>(sent()));
  BOOST_TEST((error.call().elapsed >= 280s && error.call().elapsed <= 300s));
  BOOST_TEST(error.call().operation == "GET /things/{id}");
}

BOOST_AUTO_TEST_CASE(an_exhausted_error_is_of_its_own_class_and_retry_exhausted) {
  play({answers(503, R"({"error_code":"X","message":"later"})")});
  BOOST_CHECK_EXCEPTION(things.get({"a"}), RetryExhausted, [](const RetryExhausted& error) {
    return dynamic_cast<const DatabricksError*>(&error) != nullptr && error.error().call().attempts > 1 &&
           std::string(error.error().what()) == "later";
  });
  play({answers(404)});
  BOOST_CHECK_EXCEPTION(things.get({"a"}), DatabricksError, [](const DatabricksError& error) {
    return dynamic_cast<const RetryExhausted*>(&error) == nullptr && error.call().attempts == 1;
  });
}

BOOST_AUTO_TEST_CASE(row_20_the_configured_time_counts) {
  play({answers(503)});
  const auto brief = things_with([](Config& config) { config.retry_timeout_seconds = 10; });
  BOOST_CHECK_THROW(brief.get({"a"}), DatabricksError);
  BOOST_TEST((clock->slept() <= 10s && clock->slept() >= 5s));
}

BOOST_AUTO_TEST_CASE(a_time_of_zero_is_the_default_and_a_negative_one_no_limit) {
  for (const auto& change :
       std::vector<std::function<void(Config&)>>{[](Config& config) { config.retry_timeout_seconds = 0; },
                                                 [](Config& config) { config.retry.timeout = 0ms; }}) {
    play({answers(503)});
    BOOST_CHECK_THROW(things_with(change).get({"a"}), DatabricksError);
    BOOST_TEST((clock->slept() <= 300s && clock->slept() >= 280s));
  }
  for (const auto& change : std::vector<std::function<void(Config&)>>{
           [](Config& config) { config.retry_timeout_seconds = -1; },
           [](Config& config) { config.retry.timeout = -1ms; },
           [](Config& config) { config.retry.timeout = std::chrono::milliseconds::max(); }}) {
    play(std::vector(100, answers(503)));
    transport->steps.push_back(answers(200));
    things_with(change).get({"a"});
    BOOST_TEST(sent() == 101u);
  }
}

BOOST_AUTO_TEST_CASE(the_policy_of_the_call_comes_before_that_of_the_client) {
  const auto patient = things_with([](Config& config) { config.retry = {.max_attempts = 4, .timeout = 1h}; });
  play({answers(503)});
  BOOST_CHECK_THROW(patient.get({"a"}), RetryExhausted);
  BOOST_TEST(sent() == 4u);
  BOOST_TEST(clock->sleeps().size() == 3u);  // none after the last attempt
  play({answers(503)});
  BOOST_CHECK_THROW(patient.get({"a"}, {.retry = RetryPolicy::none()}), DatabricksError);
  BOOST_TEST(sent() == 1u);
  play({answers(503)});
  BOOST_CHECK_THROW(patient.get({"a"}, {.retry = RetryPolicy{.timeout = 5s}}), DatabricksError);
  BOOST_TEST((clock->slept() <= 5s));
  BOOST_TEST(sent() >= 2u);
}

BOOST_AUTO_TEST_CASE(row_21_a_machine_that_slept_makes_at_most_one_more_attempt) {
  clock->on_sleep = [&] { clock->advance(1h); };
  play({answers(503)});
  BOOST_CHECK_THROW(things.get({"a"}), RetryExhausted);
  BOOST_TEST(sent() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
