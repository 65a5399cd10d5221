// The configured rate limit.
#include "call/call_run.hpp"
#include "call/rate_limiter.hpp"
#include "scripted.hpp"

#include <atomic>
#include <thread>

using namespace test;
using detail::RateLimiter;

namespace {

struct Limited : Scripted {
  Things limited(int rate) {
    return things_with([=](Config& config) { config.rate_limit = rate; });
  }
};

const auto no_deadline = Clock::time_point::max();

// Says when a sleep begins; then sleeps for real.
class RealClock : public Clock {
 public:
  bool sleep(duration span, const std::stop_token& stop) override {
    ++sleeping;
    return Clock::sleep(span, stop);
  }
  void wait_for_sleepers(int count) {
    while (sleeping < count) std::this_thread::sleep_for(1ms);
  }
  std::atomic<int> sleeping = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rate_limit, Limited)

BOOST_AUTO_TEST_CASE(row_48_a_burst_is_free_and_the_rest_waits) {
  const auto slow = limited(2);
  play({answers(200)});
  const auto start = clock->now();
  std::vector<Clock::duration> times;
  for (int i = 0; i < 6; ++i) {
    slow.get({"a"});
    times.push_back(clock->now() - start);
  }
  BOOST_TEST((times[0] == 0s && times[1] == 0s));
  BOOST_TEST((times[2] >= 499ms && times[2] <= 501ms));
  BOOST_TEST((times[5] >= 1999ms && times[5] <= 2001ms));
}

BOOST_AUTO_TEST_CASE(a_bucket_fills_again_but_not_beyond_its_size) {
  const auto slow = limited(2);
  play({answers(200)});
  for (int i = 0; i < 2; ++i) slow.get({"a"});
  clock->advance(1h);
  for (int i = 0; i < 2; ++i) slow.get({"a"});
  BOOST_TEST(clock->sleeps().empty());
  slow.get({"a"});
  BOOST_TEST(clock->sleeps().size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_49_every_attempt_takes_a_token_and_redirects_take_none) {
  const auto slow = limited(1);
  const auto moved = answers(302, "", Headers{{"Location", "/next"}});
  play({moved, moved, moved, answers(503), answers(200), answers(200)});
  slow.get({"a"});  // the token is back after the pause of at least a second
  BOOST_TEST(clock->sleeps().size() == 1u);
  clock->forget_sleeps();
  slow.get({"a"});
  BOOST_TEST(clock->sleeps().size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_a_positive_rate_there_is_no_limit) {
  for (const int rate : {0, -3}) {
    play({answers(200)});
    const auto fast = limited(rate);
    for (int i = 0; i < 100; ++i) fast.get({"a"});
    BOOST_TEST(clock->sleeps().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_wait_beyond_the_time_limit_fails_at_once_and_costs_no_token) {
  const auto slow = limited(1);
  play({answers(200)});
  slow.get({"a"});
  for (int i = 0; i < 3; ++i) {
    BOOST_CHECK_EXCEPTION(slow.get({"a"}, {.timeout = 900ms}), RateLimited, [](const RateLimited& error) {
      return holds(error.what(), "failed in rate limiter: ") && error.call().attempts == 0 &&
             dynamic_cast<const RetryExhausted*>(&error) == nullptr;
    });
  }
  BOOST_TEST(sent() == 1u);
  BOOST_TEST(clock->sleeps().empty());
  slow.get({"a"}, {.timeout = 1100ms});
  BOOST_TEST(clock->sleeps().size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_50_many_threads_never_exceed_the_rate) {
  constexpr int kRate = 40;
  constexpr int kCalls = 100;
  Clock clock_;
  RateLimiter limiter(kRate, clock_);
  const auto start = clock_.now();
  std::mutex mutex;
  std::vector<double> seconds;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCalls; ++i) {
    threads.emplace_back([&] {
      limiter.take(no_deadline, {});
      const std::lock_guard lock(mutex);
      seconds.push_back(std::chrono::duration<double>(clock_.now() - start).count());
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    BOOST_TEST(static_cast<double>(i + 1) <= kRate + seconds[i] * kRate + 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(tokens_go_out_in_the_order_of_the_calls) {
  RealClock real;
  RateLimiter limiter(10, real);
  for (int i = 0; i < 10; ++i) limiter.take(no_deadline, {});
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&, i] {
      limiter.take(no_deadline, {});
      const std::lock_guard lock(mutex);
      order.push_back(i);
    });
    real.wait_for_sleepers(i + 1);
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(order == (std::vector<int>{0, 1, 2, 3, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(row_51_a_cancelled_wait_returns_at_once_and_loses_no_token) {
  auto real = std::make_shared<RealClock>();
  const auto slow = things_with([&](Config& config) {
    config.rate_limit = 1;
    config.clock = real;
  });
  play({answers(200)});
  slow.get({"a"});
  std::stop_source stop;
  std::chrono::steady_clock::time_point stopped;
  std::thread stopper([&] {
    real->wait_for_sleepers(1);
    stopped = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  BOOST_CHECK_THROW(slow.get({"a"}, {.stop = stop.get_token()}), CallCancelled);
  const auto took = std::chrono::steady_clock::now();
  stopper.join();
  BOOST_TEST((took - stopped < 500ms));
  BOOST_TEST(sent() == 1u);
  // Had it kept its token, the next one would come after two seconds.
  slow.get({"a"}, {.timeout = 1500ms});
  BOOST_TEST(sent() == 2u);
}

BOOST_AUTO_TEST_CASE(row_52_calls_without_the_services_credentials_are_not_delayed) {
  const Client client([&] {
    Config made = config();
    made.rate_limit = 1;
    return made;
  }());
  play({answers(200)});
  const CallOptions options;
  for (int i = 0; i < 5; ++i) {
    detail::CallRun run(*client.engine(), {.method = "POST", .path = "/token", .sign = false}, options);
    HttpRequest request{.method = "POST", .origin = "https://login.example", .target = "/token"};
    run.send(request);
    BOOST_TEST((transport->requests.back().headers.find("Authorization") == nullptr));
  }
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_SUITE_END()
