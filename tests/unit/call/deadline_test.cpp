// Time limits and cancellation of whole calls.
#include "scripted.hpp"

#include <thread>

using namespace test;

namespace {

// Asks for a stop as soon as a sleep begins, and notes when.
class StoppingClock : public Clock {
 public:
  bool sleep(duration span, const std::stop_token& token) override {
    std::thread stopper([this] {
      std::this_thread::sleep_for(20ms);
      stopped = now();
      stop.request_stop();
    });
    const bool whole = Clock::sleep(span, token);
    stopper.join();
    return whole;
  }
  std::stop_source stop;
  time_point stopped{};
};

// Waits for the stop as a transport does, and fails as one does.
HttpResponse hang(const HttpRequest&, const HttpLimits& limits, ByteSink*) {
  while (!limits.stop.stop_requested()) std::this_thread::sleep_for(1ms);
  throw CallCancelled(TransportFault::interrupted, TransportPhase::wait, "cancelled");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(deadlines, Scripted)

BOOST_AUTO_TEST_CASE(an_attempt_gets_what_is_left_of_the_calls_time) {
  play({answers(200)});
  things.get({"a"});
  BOOST_TEST(transport->totals.at(0).count() == 0);
  play({answers(503), answers(200)});
  things.get({"a"}, {.timeout = 10s});
  BOOST_TEST(transport->totals.at(0).count() == 10'000);
  const auto left = 10s - clock->slept();
  BOOST_TEST((transport->totals.at(1) >= left && transport->totals.at(1) < left + 1ms));
}

BOOST_AUTO_TEST_CASE(of_timeout_and_deadline_the_earlier_counts) {
  play({answers(200)});
  things.get({"a"}, {.timeout = 10s, .deadline = clock->now() + 3s});
  things.get({"a"}, {.timeout = 2s, .deadline = clock->now() + 3s});
  things.get({"a"}, {.deadline = Clock::time_point::max()});
  things.get({"a"}, {.timeout = std::chrono::milliseconds::max()});
  BOOST_TEST(transport->totals.at(0).count() == 3000);
  BOOST_TEST(transport->totals.at(1).count() == 2000);
  BOOST_TEST(transport->totals.at(2).count() == 0);
}

BOOST_AUTO_TEST_CASE(a_limit_that_has_passed_sends_nothing) {
  play({answers(200)});
  const CallOptions late[] = {{.timeout = 0ms},
                              {.timeout = -1s},
                              {.timeout = std::chrono::milliseconds::min()},
                              {.deadline = clock->now()},
                              {.deadline = clock->now() - 1s},
                              {.deadline = Clock::time_point::min()}};
  for (const auto& options : late) {
    BOOST_CHECK_EXCEPTION(things.get({"a"}, options), TransportTimeout, [](const TransportTimeout& error) {
      return error.call().attempts == 0 && !error.outcome_unknown();
    });
  }
  BOOST_TEST(sent() == 0u);
}

BOOST_AUTO_TEST_CASE(time_counts_over_redirects) {
  const auto slow_redirect = [this](const HttpRequest&, const HttpLimits&, ByteSink*) {
    clock->advance(4s);
    return HttpResponse{.status = 302, .headers = {{"Location", "/next"}}};
  };
  play({slow_redirect});
  BOOST_CHECK_THROW(things.get({"a"}, {.timeout = 10s}), TransportTimeout);
  BOOST_TEST(sent() == 3u);
  BOOST_TEST(transport->totals.at(2).count() == 2000);
}

BOOST_AUTO_TEST_CASE(a_timed_out_attempt_is_not_repeated_when_no_time_is_left) {
  play({[this](const HttpRequest&, const HttpLimits& limits, ByteSink*) -> HttpResponse {
    clock->advance(limits.total_timeout);
    throw TransportTimeout(TransportFault::interrupted, TransportPhase::wait, "over");
  }});
  const auto error = error_of<TransportTimeout>([&] { things.get({"a"}, {.timeout = 10s}); });
  BOOST_TEST(error.outcome_unknown());
  BOOST_TEST((error.call().elapsed == 10s));
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(row_207_a_pause_between_attempts_is_cancelled_at_once_and_the_error_has_the_one_before) {
  auto stopping = std::make_shared<StoppingClock>();
  const auto patient = things_with([&](Config& config) { config.clock = stopping; });
  play({answers(503, R"({"error_code":"X","message":"busy"})", Headers{{"Retry-After", "60"}})});
  try {
    patient.get({"a"}, {.stop = stopping->stop.get_token()});
    BOOST_FAIL("not cancelled");
  } catch (const CallCancelled& error) {
    BOOST_TEST((stopping->now() - stopping->stopped < 500ms));
    BOOST_TEST(error.call().attempts == 1);
    BOOST_REQUIRE(error.last_error() != nullptr);
    BOOST_CHECK_THROW(std::rethrow_exception(error.last_error()), DatabricksError);
  }
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(row_207_a_call_that_was_cancelled_before_it_began_sends_nothing) {
  std::stop_source stop;
  stop.request_stop();
  play({answers(200)});
  const auto error = error_of<CallCancelled>([&] { things.get({"a"}, {.stop = stop.get_token()}); });
  BOOST_TEST((error.last_error() == nullptr));
  BOOST_TEST(sent() == 0u);
}

BOOST_AUTO_TEST_CASE(row_207_an_attempt_that_is_cancelled_is_not_repeated_and_has_the_error_before) {
  std::stop_source stop;
  std::jthread stopper;
  play({answers(503), [&](const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) {
          stopper = std::jthread([&] { stop.request_stop(); });
          return hang(request, limits, sink);
        }});
  const auto error = error_of<CallCancelled>([&] { things.get({"a"}, {.stop = stop.get_token()}); });
  BOOST_TEST(sent() == 2u);
  BOOST_TEST((error.last_error() != nullptr));
  BOOST_TEST(error.outcome_unknown());
}

BOOST_AUTO_TEST_SUITE_END()
