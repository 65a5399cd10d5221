// The life of a token in its source, in virtual time.
#include "auth/token_source.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "virtual_time.hpp"

using namespace test;
using databricks::AuthError;
using databricks::OAuthToken;
using databricks::detail::TokenSource;

namespace {

// A token server of a test: numbers its tokens, counts requests, can fail or be slow.
struct Server {
  explicit Server(std::optional<std::chrono::seconds> each_lives) : life(each_lives) {}

  OAuthToken fetch(const std::stop_token& stop) {
    const int number = ++requests;
    if (before_answer) before_answer(stop);
    if (failing) throw AuthError("no token number " + std::to_string(number));
    return {.access_token = std::to_string(number),
            .expiry = life ? std::optional<WallTime>(time.now() + *life) : std::nullopt};
  }
  std::unique_ptr<TokenSource> source(bool background = true) {
    return std::make_unique<TokenSource>([this](const std::stop_token& stop) { return fetch(stop); },
                                         databricks::detail::TokenSourceOptions{background, time.steady, time.wall()});
  }

  VirtualTime time;
  std::optional<std::chrono::seconds> life;
  std::atomic<int> requests{0};
  std::atomic<bool> failing{false};
  std::function<void(const std::stop_token&)> before_answer;
};

std::string get(TokenSource& source) { return source.get({}).access_token; }

template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(1ms);
  return condition();
}

// Holds fetches until opened.
class Gate {
 public:
  void pass() { opened_.wait(); }
  void open() { promise_.set_value(); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> opened_{promise_.get_future()};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(t147_t148_stale_at_the_half_or_20_minutes_before_the_end) {
  struct {
    std::chrono::seconds life, fresh_until, stale_at;
  } const rows[] = {{60min, 39min, 41min}, {10min, 299s, 301s}, {90s, 44s, 46s}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.life.count() << " s") {
      Server server(row.life);
      const auto source = server.source();
      BOOST_TEST(get(*source) == "1");
      server.time.move(row.fresh_until);
      BOOST_TEST(get(*source) == "1");
      BOOST_TEST(server.requests == 1);
      server.time.move(row.stale_at - row.fresh_until);
      BOOST_TEST(get(*source) == "1");  // still good
      BOOST_TEST(eventually([&] { return get(*source) == "2"; }));
      BOOST_TEST(server.requests == 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(t149_expired_40_seconds_before_the_end) {
  Server server(60min);
  const auto source = server.source(false);
  get(*source);
  server.time.move(60min - 41s);
  BOOST_TEST(get(*source) == "1");
  server.time.move(2s);
  BOOST_TEST(get(*source) == "2");
}

BOOST_AUTO_TEST_CASE(t150_a_short_life_is_used_half) {
  Server server(30s);
  const auto source = server.source();
  for (int i = 0; i < 100; ++i) BOOST_TEST(get(*source) == "1");
  server.time.move(14s);
  BOOST_TEST(get(*source) == "1");
  server.time.move(2s);
  BOOST_TEST(get(*source) == "2");
  BOOST_TEST(server.requests == 2);
}

BOOST_AUTO_TEST_CASE(t137_a_token_without_life_is_used_once) {
  for (const auto life : {0s, -1s}) {
    Server server(life);
    const auto source = server.source();
    BOOST_TEST(get(*source) == "1");
    BOOST_TEST(get(*source) == "2");
  }
}

BOOST_AUTO_TEST_CASE(t151_no_expiry_is_for_ever) {
  Server server(std::nullopt);
  const auto source = server.source();
  get(*source);
  server.time.move(std::chrono::hours(24 * 365 * 20));
  BOOST_TEST(get(*source) == "1");
  BOOST_TEST(server.requests == 1);
}

BOOST_AUTO_TEST_CASE(t152_a_failed_renewal_is_not_repeated_for_a_minute_and_hides_no_expiry) {
  Server server(60min);
  const auto source = server.source();
  get(*source);
  server.time.move(45min);
  server.failing = true;
  BOOST_TEST(get(*source) == "1");
  BOOST_TEST(eventually([&] { return server.requests == 2; }));
  std::this_thread::sleep_for(20ms);  // until the failure is noted
  server.time.move(59s);
  for (int i = 0; i < 10; ++i) BOOST_TEST(get(*source) == "1");
  std::this_thread::sleep_for(20ms);
  BOOST_TEST(server.requests == 2);
  server.time.move(2s);
  BOOST_TEST(get(*source) == "1");
  BOOST_TEST(eventually([&] { return server.requests == 3; }));
  std::this_thread::sleep_for(20ms);
  server.time.move(14min);
  BOOST_CHECK_EXCEPTION(get(*source), AuthError,
                        [](const auto& error) { return std::string(error.what()) == "no token number 4"; });
  server.failing = false;
  BOOST_TEST(get(*source) == "5");
}

// A renewal in the background hangs until after a blocking one has brought something newer.
void late_renewal(bool fails) {
  Server server(60min);
  Gate gate;
  server.before_answer = [&](const std::stop_token&) {
    if (server.requests != 2) return;
    gate.pass();
    if (fails) throw AuthError("late");
  };
  const auto source = server.source();
  get(*source);
  server.time.move(45min);
  BOOST_TEST(get(*source) == "1");
  BOOST_TEST(eventually([&] { return server.requests == 2; }));
  server.time.move(15min);
  BOOST_TEST(get(*source) == "3");
  gate.open();
  std::this_thread::sleep_for(30ms);
  BOOST_TEST(get(*source) == "3");
  server.time.move(45min);  // the next renewal is not held back
  BOOST_TEST(get(*source) == "3");
  BOOST_TEST(eventually([&] { return get(*source) == "4"; }));
}

BOOST_AUTO_TEST_CASE(t153_a_late_token_is_dropped) { late_renewal(false); }
BOOST_AUTO_TEST_CASE(t154_a_late_failure_holds_nothing_back) { late_renewal(true); }

BOOST_AUTO_TEST_CASE(t155_a_hundred_threads_ask_once) {
  Server server(60min);
  server.before_answer = [](const std::stop_token&) { std::this_thread::sleep_for(50ms); };
  const auto source = server.source();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 100; ++i) threads.emplace_back([&] { good += get(*source) == "1"; });
  }
  BOOST_TEST(good == 100);
  BOOST_TEST(server.requests == 1);
}

BOOST_AUTO_TEST_CASE(t156_a_hundred_threads_share_a_failure) {
  Server server(60min);
  server.failing = true;
  std::atomic<int> waiting = 0;
  server.before_answer = [&](const std::stop_token&) {
    eventually([&] { return waiting == 100; });
    std::this_thread::sleep_for(50ms);
  };
  const auto source = server.source();
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 100; ++i) {
      threads.emplace_back([&] {
        ++waiting;
        try {
          get(*source);
        } catch (const AuthError& error) {
          failed += std::string(error.what()) == "no token number 1";
        }
      });
    }
  }
  BOOST_TEST(failed == 100);
  BOOST_TEST(server.requests == 1);
}

BOOST_AUTO_TEST_CASE(t157_without_background_nothing_happens_until_expiry) {
  Server server(60min);
  const auto source = server.source(false);
  get(*source);
  server.time.move(59min);
  BOOST_TEST(get(*source) == "1");
  std::this_thread::sleep_for(20ms);
  BOOST_TEST(server.requests == 1);
  server.time.move(30s);
  BOOST_TEST(get(*source) == "2");
}

BOOST_AUTO_TEST_CASE(t158_clock_jumps) {
  Server ahead(60min);
  auto source = ahead.source(false);
  get(*source);
  ahead.time.jump(2h);
  BOOST_TEST(get(*source) == "2");
  Server back(60min);
  source = back.source(false);
  get(*source);
  back.time.jump(-2h);
  BOOST_TEST(get(*source) == "1");
  back.time.move(59min + 30s);
  BOOST_TEST(get(*source) == "2");
}

BOOST_AUTO_TEST_CASE(t159_destroyed_during_a_renewal) {
  Server server(60min);
  std::atomic<bool> ended = false;
  server.before_answer = [&](const std::stop_token& stop) {
    if (server.requests < 2) return;
    eventually([&] { return stop.stop_requested(); });
    std::this_thread::sleep_for(20ms);
    ended = true;
  };
  auto source = server.source();
  get(*source);
  server.time.move(45min);
  get(*source);
  BOOST_TEST(eventually([&] { return server.requests == 2; }));
  source.reset();
  BOOST_TEST(ended);  // its thread didn't outlive it
}

#if !defined(__SANITIZE_THREAD__)  // which ends a child that starts threads
BOOST_AUTO_TEST_CASE(t160_a_child_fetches_for_itself) {
  Server server(60min);
  Gate gate;
  server.before_answer = [&, parent = ::getpid()](const std::stop_token&) {
    if (server.requests > 1 && ::getpid() == parent) gate.pass();
  };
  auto source = server.source();
  get(*source);
  server.time.move(45min);
  get(*source);  // its thread is not in the child
  BOOST_TEST(eventually([&] { return server.requests == 2; }));
  server.time.move(20min);
  std::jthread blocked([&] { get(*source); });  // nor is this caller
  BOOST_TEST(eventually([&] { return server.requests == 3; }));
  const auto child = ::fork();
  if (child == 0) {
    ::alarm(10);
    bool good = get(*source) == "4";
    server.time.move(45min);
    get(*source);
    good = good && eventually([&] { return get(*source) == "5"; });
    source.reset();
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WIFEXITED(status));
  BOOST_TEST(WEXITSTATUS(status) == 0);
  gate.open();
}
#endif

BOOST_AUTO_TEST_CASE(a_caller_that_goes_away_takes_nobody_along) {
  Server server(60min);
  std::atomic<bool> entered = false;
  server.before_answer = [&](const std::stop_token& stop) {
    if (server.requests != 1) return;
    entered = true;
    eventually([&] { return stop.stop_requested(); });
    throw AuthError("cancelled");
  };
  const auto source = server.source();
  std::stop_source stop;
  std::atomic<bool> leader_failed = false;
  std::jthread leader([&] {
    try {
      source->get(stop.get_token());
    } catch (const AuthError&) {
      leader_failed = true;
    }
  });
  BOOST_TEST(eventually([&] { return entered.load(); }));
  std::atomic<int> good = 0;
  std::vector<std::jthread> followers;
  for (int i = 0; i < 10; ++i) followers.emplace_back([&] { good += get(*source) == "2"; });
  std::this_thread::sleep_for(20ms);
  stop.request_stop();
  followers.clear();
  leader.join();
  BOOST_TEST(leader_failed);
  BOOST_TEST(good == 10);
  BOOST_TEST(server.requests == 2);
}

BOOST_AUTO_TEST_CASE(a_waiting_caller_can_be_stopped) {
  Server server(60min);
  Gate gate;
  server.before_answer = [&](const std::stop_token&) { gate.pass(); };
  const auto source = server.source();
  std::jthread leader([&] { get(*source); });
  BOOST_TEST(eventually([&] { return server.requests == 1; }));
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  BOOST_CHECK_THROW(source->get(stop.get_token()), AuthError);
  gate.open();
}

// Every thread asks all the time while tokens live a second, which makes them good for half of one.
BOOST_AUTO_TEST_CASE(soak_one_request_per_expiry) {
  const auto& arguments = boost::unit_test::framework::master_test_suite();
  const int seconds = arguments.argc > 1 ? std::atoi(arguments.argv[1]) : 5;
  std::atomic<int> requests = 0, failures = 0;
  const auto fetch = [&](const std::stop_token&) -> OAuthToken {
    ++requests;
    std::this_thread::sleep_for(5ms);
    return {.access_token = "t", .expiry = std::chrono::system_clock::now() + 1s};
  };
  {
    TokenSource source(fetch, {});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 64; ++i) {
      threads.emplace_back([&] {
        while (std::chrono::steady_clock::now() < end) {
          try {
            const auto token = source.get({});
            failures += token.expiry <= std::chrono::system_clock::now();
          } catch (const databricks::Error&) {
            ++failures;
          }
          std::this_thread::sleep_for(2ms);
        }
      });
    }
  }
  BOOST_TEST(failures == 0);
  BOOST_TEST(requests >= seconds);
  BOOST_TEST(requests <= 2 * seconds + 1);
}

BOOST_AUTO_TEST_SUITE_END()
