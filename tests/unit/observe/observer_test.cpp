// What observers are told.
#include "watched.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace {

using namespace databricks;
using namespace std::chrono_literals;
using detail::CallWatch;

struct Seen {
  std::string operation, operation_id, tag, host;
  std::vector<int> started{};
  std::vector<AttemptEnd> attempts{};
  std::vector<std::string> request_ids{};
  std::vector<CallEnd> ends{};
  std::string answer{};  // to attempt_started
};

class Recorder : public Observer {
 public:
  explicit Recorder(Seen& seen) : seen_(seen) {}
  std::unique_ptr<CallObserver> call_started(const CallStart& call) override {
    seen_.operation = call.operation;
    seen_.operation_id = call.operation_id;
    seen_.tag = call.tag;
    seen_.host = call.host;
    return std::make_unique<One>(seen_);
  }

 private:
  class One : public CallObserver {
   public:
    explicit One(Seen& seen) : seen_(seen) {}
    std::string attempt_started(int attempt) override {
      seen_.started.push_back(attempt);
      return seen_.answer;
    }
    void attempt_ended(const AttemptEnd& attempt) override {
      seen_.attempts.push_back(attempt);
      seen_.request_ids.emplace_back(attempt.request_id);
    }
    void call_ended(const CallEnd& call) override { seen_.ends.push_back(call); }

   private:
    Seen& seen_;
  };
  Seen& seen_;
};

BOOST_AUTO_TEST_CASE(a_call_with_a_retry_is_told_in_full) {
  Seen seen;
  Config config;
  config.host = "https://h";
  config.observer = std::make_shared<Recorder>(seen);
  CallOptions options;
  options.tag = "nightly";
  const DatabricksError error(ServiceError{.status_code = 503, .message = "m", .request_id = "r-0"});
  {
    CallWatch watch(config, options, "GET", "/api/2.1/jobs/get");
    auto request = test::json_request();
    auto response = test::json_response(503);
    response.timings.wait = 3ms;
    watch.attempt_started(1, request);
    watch.attempt_ended({.attempt = 1,
                         .request = &request,
                         .response = &response,
                         .error = &error,
                         .bytes_sent = 15,
                         .elapsed = 5ms,
                         .pause = 1s});
    const auto good = test::json_response();
    watch.attempt_started(2, request);
    watch.attempt_ended({.attempt = 2, .request = &request, .response = &good, .elapsed = 6ms});
    watch.call_ended(2, 200, 1011ms, nullptr);
    BOOST_TEST(watch.operation_id() == seen.operation_id);
  }
  BOOST_TEST(seen.operation == "GET /api/2.1/jobs/get");
  BOOST_TEST(seen.operation_id.size() == 32U);
  BOOST_TEST(seen.tag == "nightly");
  BOOST_TEST(seen.host == "https://h");
  BOOST_TEST(seen.started == (std::vector<int>{1, 2}), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(seen.attempts.size() == 2U);
  BOOST_TEST(seen.attempts[0].status == 503);
  BOOST_TEST(seen.attempts[0].bytes_sent == 15U);
  BOOST_TEST(seen.attempts[0].bytes_received == 8U);
  BOOST_TEST((seen.attempts[0].timings.wait == 3ms && seen.attempts[0].elapsed == 5ms));
  BOOST_TEST((seen.attempts[0].error == &error && seen.attempts[0].pause == 1s));
  BOOST_TEST((seen.attempts[1].attempt == 2 && seen.attempts[1].error == nullptr));
  BOOST_TEST((seen.attempts[1].pause == 0s));
  BOOST_TEST(seen.request_ids == (std::vector<std::string>{"r-0", "r-1"}), boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(seen.ends.size() == 1U);
  BOOST_TEST((seen.ends[0].attempts == 2 && seen.ends[0].status == 200 && seen.ends[0].elapsed == 1011ms));
}

BOOST_AUTO_TEST_CASE(an_attempt_without_an_answer_has_status_0) {
  Seen seen;
  Config config;
  config.observer = std::make_shared<Recorder>(seen);
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  TransportError error(TransportFault::incomplete, TransportPhase::receive, "cut");
  error.set_bytes_received(77);
  const HttpRequest request;
  watch.attempt_ended({.request = &request, .error = &error});
  BOOST_TEST(seen.attempts[0].status == 0);
  BOOST_TEST(seen.attempts[0].bytes_received == 77U);
  BOOST_TEST(seen.request_ids[0] == "");
}

BOOST_AUTO_TEST_CASE(an_observer_may_give_the_trace_context) {
  const std::string given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  for (const auto& [answer, taken] :
       {std::pair<std::string, bool>{given, true}, {"00-nonsense", false}, {"a\r\nb: c", false}}) {
    Seen seen;
    seen.answer = answer;
    Config config;
    config.observer = std::make_shared<Recorder>(seen);
    const CallOptions options;
    CallWatch watch(config, options, "GET", "/x");
    HttpRequest request;
    watch.attempt_started(1, request);
    const std::string sent = *request.headers.find("traceparent");
    BOOST_TEST((sent == given) == taken);
    if (!taken) BOOST_TEST(sent.substr(3, 32) == watch.operation_id());
  }
}

class Thrower : public Observer {
 public:
  explicit Thrower(bool at_once) : at_once_(at_once) {}
  std::unique_ptr<CallObserver> call_started(const CallStart&) override {
    if (at_once_) throw std::runtime_error("no");
    return std::make_unique<One>();
  }

 private:
  struct One : CallObserver {
    std::string attempt_started(int) override { throw 1; }
    void attempt_ended(const AttemptEnd&) override { throw std::runtime_error("no"); }
    void call_ended(const CallEnd&) override { throw std::runtime_error("no"); }
  };
  bool at_once_;
};

struct Nobody : Observer {
  std::unique_ptr<CallObserver> call_started(const CallStart&) override { return nullptr; }
};

BOOST_AUTO_TEST_CASE(an_observer_that_throws_or_looks_away_breaks_nothing) {
  const std::shared_ptr<Observer> observers[] = {std::make_shared<Thrower>(true), std::make_shared<Thrower>(false),
                                                 std::make_shared<Nobody>()};
  for (const auto& observer : observers) {
    Config config;
    config.observer = observer;
    const CallOptions options;
    CallWatch watch(config, options, "GET", "/x");
    HttpRequest request;
    watch.attempt_started(1, request);
    watch.attempt_ended({.request = &request});
    watch.call_ended(1, 200, 1ms, nullptr);
    BOOST_TEST(request.headers.find("traceparent") != nullptr);
  }
}

}  // namespace
