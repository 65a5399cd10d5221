// What the log says about a call.
#include "observe/redact.hpp"
#include "watched.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace {

using namespace databricks;
using namespace std::chrono_literals;
using detail::AttemptOutcome;
using detail::CallWatch;

BOOST_AUTO_TEST_CASE(an_attempt_is_one_record_in_the_documented_shape) {
  test::Records records;
  Config config;
  config.logger = records.logger();
  const CallOptions options;
  CallWatch watch(config, options, "POST", "/api/2.0/x");
  auto request = test::json_request();
  const auto response = test::json_response();
  watch.attempt_ended({.request = &request, .response = &response});
  BOOST_TEST_REQUIRE(records.all().size() == 1U);
  BOOST_TEST(records.all()[0] == R"(POST /api/2.0/x?a=b c
> {
>   "a": "x",
>   "b": 1
> }
< 200 OK
< {
<   "id": 7
< })");
}

BOOST_AUTO_TEST_CASE(row_156_headers_are_shown_without_what_grants_access) {
  test::Records records;
  Config config;
  config.logger = records.logger();
  config.debug_headers = true;
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  HttpRequest request;
  request.method = "GET";
  request.target = "/x";
  for (const char* name : {"Cookie", "X-Databricks-Azure-SP-Management-Token", "X-Databricks-GCP-SA-Access-Token",
                           "X-Api-Key", "X-Amz-Security-Token", "My-Password"}) {
    request.headers.set(name, "planted-secret");
  }
  request.headers.set("Authorization", "Bearer planted-secret");
  request.headers.set("Proxy-Authorization", "Basic planted-secret");
  request.headers.set("User-Agent", "x/1");
  request.headers.set("X-Long", std::string(100, 'l'));
  const auto response = test::json_response();
  watch.attempt_ended({.request = &request, .response = &response});
  const std::string text = records.joined();
  BOOST_TEST(text.find("planted-secret") == std::string::npos);
  for (const char* line : {"\n> * Authorization: Bearer REDACTED\n", "\n> * Proxy-Authorization: Basic REDACTED\n",
                           "\n> * Cookie: REDACTED\n", "\n> * X-Databricks-Azure-SP-Management-Token: REDACTED\n",
                           "\n> * User-Agent: x/1\n"}) {
    BOOST_TEST(text.find(line) != std::string::npos, line);
  }
  BOOST_TEST(text.find("\n> * X-Long: " + std::string(96, 'l') + "... (4 more bytes)\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(row_158_streams_are_not_shown) {
  HttpRequest request;
  request.method = "PUT";
  request.target = "/f";
  request.source = Source("planted-secret").shared();
  request.has_body = true;
  auto response = test::json_response();
  response.body.clear();
  BOOST_TEST(detail::shown_round_trip(request, &response, "", false, 96, true) ==
             "PUT /f\n> [raw stream]\n< 200 OK\n< [raw stream]");
  request.source = nullptr;
  request.headers.set("Content-Type", "multipart/form-data; boundary=x");
  request.body = "--x\r\n\r\nplanted-secret\r\n--x--";
  BOOST_TEST(detail::shown_round_trip(request, &response, "", false, 96) == "PUT /f\n> [raw stream]\n< 200 OK");
}

BOOST_AUTO_TEST_CASE(a_call_without_an_answer_has_a_record_with_the_reason) {
  test::Records records;
  Config config;
  config.logger = records.logger();
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  HttpRequest request;
  request.method = "GET";
  request.target = "/x";
  const TransportError error(TransportFault::unreachable, TransportPhase::connect, "no way\nGET /forged");
  watch.attempt_ended({.request = &request, .error = &error, .pause = 1250ms});
  BOOST_TEST_REQUIRE(records.all().size() == 2U);
  BOOST_TEST(records.all()[0] == "GET /x\n< Error: no way\n< GET /forged");
  BOOST_TEST(records.all()[1] == "Retrying: no wayGET /forged (sleeping ~1.25s)");
}

BOOST_AUTO_TEST_CASE(a_retry_says_why_and_how_long_it_waits) {
  test::Records records;
  Config config;
  config.logger = records.logger();
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  const auto request = test::json_request();
  const auto response = test::json_response(503);
  const DatabricksError error(503, "TEMPORARILY_UNAVAILABLE", "try later");
  for (const auto& [pause, text] :
       {std::pair<Clock::duration, std::string>{1s, "1"}, {50ms, "0.05"}, {12'345ms, "12.345"}}) {
    watch.attempt_ended({.request = &request, .response = &response, .error = &error, .pause = pause});
    BOOST_TEST(records.all().back() == "Retrying: try later (sleeping ~" + text + "s)");
  }
  watch.attempt_ended({.request = &request, .response = &response, .error = &error});
  BOOST_TEST(records.all().back().find("< 503 Service Unavailable") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_peer_sends_cannot_forge_a_record) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/x%0AERROR%20databricks";
  HttpResponse response;
  response.status = 200;
  response.reason = "OK\r\nERROR databricks: forged\x1B[2J";
  response.body = "a\nERROR databricks: forged\n\x1B[2J";
  const auto text = detail::shown_round_trip(request, &response, "", true, 96);
  BOOST_TEST(text ==
             "GET /xERROR databricks\n< 200 OKERROR databricks: forged[2J\n< a\n< ERROR databricks: forged\n< [2J");
}

class ThrowingLogger : public Logger {
 public:
  explicit ThrowingLogger(bool asks) : asks_(asks) {}
  bool enabled(LogLevel) const override {
    if (asks_) throw std::runtime_error("no");
    return true;
  }
  void log(LogLevel, std::string_view) override { throw 5; }

 private:
  bool asks_;
};

BOOST_AUTO_TEST_CASE(row_160_a_logger_that_throws_breaks_nothing) {
  for (const bool asks : {true, false}) {
    Config config;
    config.logger = std::make_shared<ThrowingLogger>(asks);
    const CallOptions options;
    CallWatch watch(config, options, "POST", "/x");
    auto request = test::json_request();
    const auto response = test::json_response();
    watch.attempt_started(1, request);
    watch.attempt_ended({.request = &request, .response = &response});
    watch.log(LogLevel::error, "text");
    watch.call_ended(1, 200, 1ms, nullptr);
    BOOST_TEST(request.headers.find("traceparent") != nullptr);
  }
}

// Refuses debug records, and shows whether anybody made one all the same.
class QuietLogger : public Logger {
 public:
  bool enabled(LogLevel level) const override { return level >= LogLevel::info; }
  void log(LogLevel, std::string_view text) override { texts.emplace_back(text); }
  std::vector<std::string> texts;
};

BOOST_AUTO_TEST_CASE(row_160_with_debug_off_no_record_is_made) {
  const auto logger = std::make_shared<QuietLogger>();
  Config config;
  config.logger = logger;
  const CallOptions options;
  CallWatch watch(config, options, "POST", "/x");
  BOOST_TEST(!watch.logs_debug());
  auto request = test::json_request();
  request.body = std::string(100 << 20, '[');  // to show this would take its time, many times
  auto response = test::json_response();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) watch.attempt_ended({.request = &request, .response = &response});
  BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
  watch.log(LogLevel::debug, "no");
  watch.log(LogLevel::warning, "look:\ntoken=planted-secret");
  BOOST_TEST_REQUIRE(logger->texts.size() == 1U);
  BOOST_TEST(logger->texts[0] == "look:token=**REDACTED**");
}

}  // namespace
