// Waits for states.
#include "waiting.hpp"

#include <latch>
#include <thread>

using namespace databricks;
using namespace test;

namespace {

std::chrono::milliseconds rounded_down(Clock::duration span) { return std::chrono::floor<std::chrono::seconds>(span); }

// A stop that comes from another thread a little after `begun`, and how long the wait went on after that.
class StopSoon {
 public:
  explicit StopSoon(std::latch& begun)
      : thread_([this, &begun] {
          begun.wait();
          std::this_thread::sleep_for(20ms);
          requested_ = std::chrono::steady_clock::now();
          source_.request_stop();
        }) {}
  std::stop_token token() const { return source_.get_token(); }
  auto since() {
    thread_.join();
    return std::chrono::steady_clock::now() - requested_;
  }

 private:
  std::stop_source source_;
  std::chrono::steady_clock::time_point requested_{};
  std::jthread thread_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waits, Waiting)

BOOST_AUTO_TEST_CASE(row_128_a_wait_is_the_answer_and_polls_until_success) {
  play({json(R"({"id":"a"})"), state("PENDING"), state("PENDING"), state("RUNNING")});
  const auto wait = widgets().create({"x"});
  BOOST_TEST(*wait.id == "a");
  BOOST_TEST(*wait.poll_request().id == "a");
  std::string seen;
  const Widget widget =
      wait.result({.on_progress = [&](const Widget& polled) { seen.append(polled.status->state.text()).append(" "); }});
  BOOST_TEST((widget.status->state == State::RUNNING));
  BOOST_TEST(seen == "PENDING PENDING RUNNING ");
  BOOST_TEST(requests.size() == 4u);
  BOOST_TEST(requests[1].target == "/widgets/a");
  BOOST_REQUIRE(clock->sleeps().size() == 2u);
  for (const int n : {1, 2}) {
    const auto jitter = clock->sleeps()[static_cast<std::size_t>(n - 1)] - std::chrono::seconds(n);
    BOOST_TEST((jitter >= 50ms && jitter <= 750ms));
  }
}

BOOST_AUTO_TEST_CASE(pauses_grow_to_ten_seconds) {
  play({json(R"({"id":"a"})"), state("PENDING")});
  BOOST_CHECK_THROW(widgets().create({"x"}).result(), OperationTimeout);
  for (std::size_t i = 9; i + 1 < clock->sleeps().size(); ++i) BOOST_TEST((rounded_down(clock->sleeps()[i]) == 10s));
}

BOOST_AUTO_TEST_CASE(row_129_a_failure_state_is_an_error_with_state_message_and_answer) {
  play({json(R"({"id":"a"})"), state("ERROR", "no space: token=planted-secret")});
  int polls = 0;
  const auto wait = widgets().create({"x"});
  const auto error = error_of<OperationFailed>([&] { wait.result({.on_progress = [&](const Widget&) { ++polls; }}); });
  const std::string text = error.what();
  BOOST_TEST(text.starts_with("failed to reach RUNNING, got ERROR: no space: "));
  BOOST_TEST(text.find("planted-secret") == text.npos);
  BOOST_TEST(error.target() == "RUNNING");
  BOOST_TEST(error.state() == "ERROR");
  BOOST_TEST(error.message().starts_with("no space"));
  BOOST_REQUIRE(error.last<Widget>() != nullptr);
  BOOST_TEST(*error.last<Widget>()->id == "a");
  BOOST_TEST(error.last<Handle>() == nullptr);
  BOOST_TEST(error.last_json().starts_with(R"({"id":"a","status")"));
  BOOST_TEST(polls == 1);
}

BOOST_AUTO_TEST_CASE(several_targets_and_no_message_field) {
  play({json("{}"), json(R"({"status":{"state":"ERROR"}})")});
  const auto error = error_of<WaitError>([&] { widgets().restart({"a"}).result(); });
  BOOST_TEST(std::string(error.what()) == "failed to reach RUNNING or GONE, got ERROR: current status: ERROR");
  play({json("{}"), json(R"({"status":{"state":"GONE"}})")});
  BOOST_TEST(widgets().restart({"a"}).result().status->state.text() == "GONE");
}

BOOST_AUTO_TEST_CASE(row_130_a_state_of_success_is_success_whatever_else_the_answer_says) {
  play({json(R"({"id":"a"})"), state("RUNNING", "but everything went wrong")});
  BOOST_TEST(*widgets().create({"x"}).result().status->message == "but everything went wrong");
}

BOOST_AUTO_TEST_CASE(row_131_a_wait_ends_at_its_time_limit) {
  play({json(R"({"id":"a"})"), state("PENDING", "looking for machines")});
  const auto wait = widgets().create({"x"});
  const auto error = error_of<OperationTimeout>([&] { wait.result({.timeout = 30s}); });
  BOOST_TEST(std::string(error.what()) == "timed out after 0:00:30: looking for machines");
  BOOST_TEST(error.state() == "PENDING");
  BOOST_TEST(*error.last<Widget>()->status->message == "looking for machines");
  BOOST_TEST((clock->slept() == 30s));
}

BOOST_AUTO_TEST_CASE(the_time_limit_is_the_callers_else_the_clients_else_the_operations) {
  const auto limit_of = [&](std::optional<std::chrono::milliseconds> of_client, auto start,
                            std::optional<std::chrono::milliseconds> of_call) {
    play({json(R"({"id":"a"})"), state("PENDING")});
    Config changed = config();
    changed.wait_timeout = of_client;
    const SlowWidgets service{Client(changed)};
    BOOST_CHECK_THROW((service.*start)({"x"}).result({.timeout = of_call}), OperationTimeout);
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock->slept());
  };
  const auto create = &SlowWidgets::create;
  BOOST_TEST((limit_of({}, create, {}) == 20min));
  BOOST_TEST((limit_of({}, &SlowWidgets::restart, {}) == 120min));
  BOOST_TEST((limit_of(5min, create, {}) == 5min));
  BOOST_TEST((limit_of(5min, create, 1s) == 1s));
  BOOST_TEST((limit_of(no_timeout, create, 1h) == 1h));
  BOOST_TEST((limit_of({}, create, 0s) == 0s));
  BOOST_TEST((limit_of({}, create, -5s) == 0s));
}

BOOST_AUTO_TEST_CASE(a_wait_may_be_unlimited) {
  std::deque<Answer> script{json(R"({"id":"a"})")};
  for (int i = 0; i < 300; ++i) script.push_back(state("PENDING"));
  script.push_back(state("RUNNING"));
  play(script);
  widgets().create({"x"}).result({.timeout = no_timeout});
  BOOST_TEST((clock->slept() > 20min));
}

BOOST_AUTO_TEST_CASE(a_given_interval_replaces_the_growing_one) {
  play({json(R"({"id":"a"})"), state("PENDING"), state("PENDING"), state("RUNNING")});
  widgets().create({"x"}).result({.poll_interval = 30s});
  BOOST_TEST((clock->sleeps() == std::vector<Clock::duration>{30s, 30s}));
}

BOOST_AUTO_TEST_CASE(row_132_an_unknown_state_goes_on) {
  play({json(R"({"id":"a"})"), state("A_STATE_OF_TOMORROW"), state("RUNNING")});
  widgets().create({"x"}).result();
  BOOST_TEST(requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(row_133_a_missing_status_goes_on) {
  play({json(R"({"id":"a"})"), json("{}"), json(R"({"status":{}})"), json(R"({"status":null})"), state("RUNNING")});
  widgets().create({"x"}).result();
  BOOST_TEST(requests.size() == 5u);
  play({json(R"({"id":"a"})"), json("{}")});
  const auto error = error_of<OperationTimeout>([&] { widgets().create({"x"}).result(); });
  BOOST_TEST(std::string(error.what()) == "timed out after 0:20:00: ");
}

BOOST_AUTO_TEST_CASE(row_134_a_poll_that_is_refused_for_a_while_is_still_one_poll) {
  play({json(R"({"id":"a"})"), state("PENDING"), json("", 503), json("", 503), state("RUNNING")});
  int polls = 0;
  widgets().create({"x"}).result({.on_progress = [&](const Widget&) { ++polls; }});
  BOOST_TEST(polls == 2);
  BOOST_TEST(clock->sleeps().size() == 3u);  // one between the polls, two between attempts
}

BOOST_AUTO_TEST_CASE(row_135_an_error_while_polling_is_thrown_as_it_is) {
  play({json(R"({"id":"a"})"), json(R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"})", 404)});
  BOOST_CHECK_THROW(widgets().create({"x"}).result(), NotFound);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_none_ends_the_wait) {
  for (const char* body : {"<html>log in</html>", R"({"status":)", R"({"status":[1,2]})"}) {
    play({json(R"({"id":"a"})"), json(body)});
    BOOST_CHECK_THROW(widgets().create({"x"}).result(), UnexpectedResponse);
  }
}

BOOST_AUTO_TEST_CASE(row_136_a_stop_ends_the_pause_at_once) {
  play({json(R"({"id":"a"})"), state("PENDING")});
  Config waiting = config();
  waiting.clock = std::make_shared<Clock>();
  std::latch polled(1);
  StopSoon stop(polled);
  const auto wait = SlowWidgets{Client(waiting)}.create({"x"});
  BOOST_CHECK_THROW(wait.result({.on_progress = [&](const Widget&) { polled.count_down(); }, .stop = stop.token()}),
                    CallCancelled);
  BOOST_TEST((stop.since() < 900ms));  // the pause would have taken a second and more
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_136_a_stop_ends_a_poll_at_once) {
  std::latch polled(1);
  std::latch finished(1);
  RecordingServer slow([&](const Recorded& request) {
    if (request.method == "POST") return json(R"({"id":"a"})");
    polled.count_down();
    finished.wait();
    return state("RUNNING");
  });
  Config waiting = config();
  waiting.host = slow.host();
  StopSoon stop(polled);
  const auto wait = SlowWidgets{Client(waiting)}.create({"x"});
  BOOST_CHECK_THROW(wait.result({.stop = stop.token()}), CallCancelled);
  BOOST_TEST((stop.since() < 900ms));
  finished.count_down();
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_requested_before_sends_nothing) {
  play({json(R"({"id":"a"})"), state("RUNNING")});
  std::stop_source stop;
  stop.request_stop();
  const auto wait = widgets().create({"x"});
  BOOST_CHECK_THROW(wait.result({.stop = stop.get_token()}), CallCancelled);
  BOOST_TEST(requests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_poll_that_hangs_ends_soon_after_the_time_limit) {
  std::latch finished(1);
  RecordingServer hanging([&](const Recorded& request) {
    if (request.method != "POST") finished.wait();
    return json(R"({"id":"a"})");
  });
  // Time goes on as soon as the poll has begun.
  struct Hurried : VirtualClock {
    time_point now() const override { return const_cast<Hurried*>(this)->step(), VirtualClock::now(); }
    void step() { advance(700ms); }
  };
  Config waiting = config();
  waiting.host = hanging.host();
  waiting.clock = std::make_shared<Hurried>();
  waiting.http_timeout_seconds = 1;
  const auto wait = SlowWidgets{Client(waiting)}.create({"x"});
  const auto error = error_of<OperationTimeout>([&] { wait.result({.timeout = 1s}); });
  BOOST_TEST(std::string(error.what()) == "timed out after 0:00:01: polling...");
  finished.count_down();
}

BOOST_AUTO_TEST_CASE(row_137_what_the_callback_throws_ends_the_wait) {
  play({json(R"({"id":"a"})"), state("PENDING")});
  const auto wait = widgets().create({"x"});
  BOOST_CHECK_THROW(wait.result({.on_progress = [](const Widget&) { throw std::range_error("enough"); }}),
                    std::range_error);
  BOOST_TEST(requests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(row_138_two_threads_wait_with_one_handle_and_again) {
  play({json(R"({"id":"a"})"), state("PENDING"), state("PENDING"), state("PENDING"), state("RUNNING")});
  const auto wait = widgets().create({"x"});
  std::atomic<int> running = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] { running += wait.result().status->state == State::RUNNING; });
    }
  }
  BOOST_TEST(running == 2);
  const auto copy = wait;
  BOOST_TEST(*copy.result().id == "a");
}

BOOST_AUTO_TEST_CASE(row_139_an_answer_without_the_identifier_is_of_use_and_waiting_a_clear_error) {
  for (const char* answer : {R"({"status":{"message":"continuous"}})", R"({"id":"","status":{"message":"continuous"}})",
                             R"({"id":null,"status":{"message":"continuous"}})"}) {
    play({json(answer)});
    const auto wait = widgets().create({"x"});
    BOOST_TEST(*wait.status->message == "continuous");
    const auto error = error_of<WaitError>([&] { wait.result(); });
    BOOST_TEST(std::string(error.what()) == "can't wait: the answer has no `id`");
    BOOST_REQUIRE(error.last<Widget>() != nullptr);
    BOOST_TEST(*error.last<Widget>()->status->message == "continuous");
    BOOST_CHECK_THROW(wait.poll(), WaitError);
    BOOST_CHECK_THROW(wait.poll_request(), WaitError);
    BOOST_CHECK_THROW(wait.resume_token(), WaitError);
    BOOST_TEST(requests.size() == 1u);
  }
  play({json("{}")});
  BOOST_CHECK_THROW(widgets().restart().result(), WaitError);  // the request has none
}

BOOST_AUTO_TEST_CASE(one_poll_looks_and_does_not_wait) {
  play({json(R"({"id":"a"})"), state("PENDING"), state("RUNNING"), state("ERROR", "broke")});
  const auto wait = widgets().create({"x"});
  const auto first = wait.poll();
  BOOST_TEST((!first.done && first.object.status->state == State::PENDING));
  BOOST_TEST(wait.poll().done);
  BOOST_CHECK_THROW(wait.poll(), OperationFailed);
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(what_somebody_else_started_is_waited_for_by_its_identifier) {
  play({state("PENDING"), state("RUNNING")});
  const auto wait = widgets().wait_running({"b"});
  BOOST_TEST(requests.empty());
  BOOST_TEST((wait.result().status->state == State::RUNNING));
  BOOST_TEST(requests[0].target == "/widgets/b");
}

BOOST_AUTO_TEST_CASE(the_debug_log_has_a_line_for_every_pause) {
  play({json(R"({"id":"a"})"), state("PENDING", "hold\\non, password=planted-secret"), state("RUNNING")});
  widgets().create({"x"}).result();
  const auto line = log->find("id=a: (PENDING) hold");
  BOOST_REQUIRE(line != log->npos);
  const auto text = log->substr(line, log->find('\n', line) - line);
  BOOST_TEST(text.find("(sleeping ~1") != text.npos);
  BOOST_TEST(text.ends_with("s)"));
  BOOST_TEST(log->find("id=a: (RUNNING)") == log->npos);
  BOOST_TEST(log->find("planted-secret") == log->npos);
}

BOOST_AUTO_TEST_CASE(polls_say_in_the_user_agent_what_they_are) {
  play({json(R"({"id":"a"})"), state("RUNNING")});
  const auto wait = widgets().create({"x"});
  wait.result();
  CallOptions options;
  options.user_agent = "own/1";
  wait.poll(options);
  BOOST_TEST(requests[0].header("User-Agent").find("sdk-feature") == std::string::npos);
  BOOST_TEST(requests[1].header("User-Agent").find(" sdk-feature/long-running") != std::string::npos);
  BOOST_TEST(requests[2].header("User-Agent").find(" own/1 sdk-feature/long-running") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_huge_message_is_cut) {
  play({json(R"({"id":"a"})"), state("ERROR", std::string(1 << 20, 'x'))});
  const auto error = error_of<OperationFailed>([&] { widgets().create({"x"}).result(); });
  BOOST_TEST(std::string(error.what()).size() < 10'000u);
  BOOST_TEST(error.last<Widget>()->status->message->size() == std::size_t{1} << 20);
}

BOOST_AUTO_TEST_SUITE_END()
