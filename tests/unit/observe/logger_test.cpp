// Loggers and the default one.
#include "watched.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <iostream>
#include <sstream>
#include <thread>

namespace {

using namespace databricks;

class DefaultLogger {
 public:
  explicit DefaultLogger(std::shared_ptr<Logger> logger) { set_default_logger(std::move(logger)); }
  ~DefaultLogger() { set_default_logger(nullptr); }
};

std::string clog_of(const std::shared_ptr<Logger>& logger, LogLevel level, std::string_view text) {
  std::ostringstream out;
  std::streambuf* before = std::clog.rdbuf(out.rdbuf());
  logger->log(level, text);
  std::clog.rdbuf(before);
  return out.str();
}

BOOST_AUTO_TEST_CASE(clog_lines_name_the_level_and_the_sdk) {
  BOOST_TEST(clog_of(clog_logger(), LogLevel::debug, "a\nb") == "DEBUG databricks: a\nb\n");
  BOOST_TEST(clog_of(clog_logger(), LogLevel::warning, "w") == "WARNING databricks: w\n");
  BOOST_TEST(clog_of(clog_logger(LogLevel::error), LogLevel::warning, "w") == "");
  BOOST_TEST(!clog_logger(LogLevel::info)->enabled(LogLevel::debug));
}

BOOST_AUTO_TEST_CASE(the_default_logger_serves_clients_that_have_none) {
  test::Records own;
  test::Records shared;
  const DefaultLogger installed(shared.logger());
  const CallOptions options;
  Config config;
  detail::CallWatch(config, options, "GET", "/x").log(LogLevel::info, "default");
  config.logger = own.logger();
  detail::CallWatch(config, options, "GET", "/x").log(LogLevel::info, "own");
  BOOST_TEST(shared.joined() == "default\n");
  BOOST_TEST(own.joined() == "own\n");
}

BOOST_AUTO_TEST_CASE(a_logger_lives_as_long_as_a_call_that_uses_it) {
  const CallOptions options;
  const Config config;
  test::Records records;
  set_default_logger(records.logger());
  const detail::CallWatch watch(config, options, "GET", "/x");
  set_default_logger(nullptr);
  watch.log(LogLevel::info, "late");
  BOOST_TEST(records.joined() == "late\n");
  BOOST_TEST(default_logger() == nullptr);
}

BOOST_AUTO_TEST_CASE(row_209_the_logger_changes_while_calls_are_watched) {
  test::Records records;
  const DefaultLogger installed(nullptr);
  std::atomic<bool> stop = false;
  std::thread changing([&] {
    while (!stop) {
      set_default_logger(records.logger(LogLevel::info));
      set_default_logger(nullptr);
    }
  });
  std::vector<std::thread> calling;
  for (int i = 0; i < 4; ++i) {
    calling.emplace_back([] {
      const CallOptions options;
      const Config config;
      auto request = test::json_request();
      const auto response = test::json_response();
      for (int call = 0; call < 500; ++call) {
        detail::CallWatch watch(config, options, "GET", "/x");
        watch.attempt_started(1, request);
        watch.attempt_ended({.request = &request, .response = &response});
        watch.log(LogLevel::info, "line");
      }
    });
  }
  for (auto& thread : calling) thread.join();
  stop = true;
  changing.join();
  for (const auto& text : records.all()) BOOST_TEST(text == "line");
}

BOOST_AUTO_TEST_CASE(a_function_is_called_by_one_thread_at_a_time) {
  int inside = 0;  // not atomic: two at once would be a race, and counted wrong
  int most = 0;
  const auto logger = function_logger([&](LogLevel, std::string_view) {
    most = std::max(most, ++inside);
    std::this_thread::yield();
    --inside;
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) logger->log(LogLevel::info, "x");
    });
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(most == 1);
}

}  // namespace
