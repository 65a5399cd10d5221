// traceparent, as W3C Trace Context has it.
#include "observe/trace_context.hpp"

#include "watched.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace databricks;
using detail::CallWatch;
using detail::trace_id_of;

constexpr const char* kCallers = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

BOOST_AUTO_TEST_CASE(only_valid_headers_have_a_trace_id) {
  BOOST_TEST(trace_id_of(kCallers) == "0af7651916cd43dd8448eb211c80319c");
  BOOST_TEST(trace_id_of("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more") != "");
  for (const char* bad : {"", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                          "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                          "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                          "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                          "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more"}) {
    BOOST_TEST(trace_id_of(bad) == "", bad);
  }
}

BOOST_AUTO_TEST_CASE(every_attempt_has_a_span_of_its_own_in_the_trace_of_the_call) {
  const Config config;
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  HttpRequest request;
  std::set<std::string> sent;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    watch.attempt_started(attempt, request);
    const std::string header = *request.headers.find("traceparent");
    BOOST_TEST(trace_id_of(header) == watch.operation_id());
    BOOST_TEST(header.ends_with("-01"));
    sent.insert(header);
  }
  BOOST_TEST(sent.size() == 3U);
  BOOST_TEST(request.headers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(it_can_be_switched_off) {
  Config config;
  config.send_traceparent = false;
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  HttpRequest request;
  watch.attempt_started(1, request);
  BOOST_TEST(request.headers.find("traceparent") == nullptr);
  BOOST_TEST(watch.operation_id().size() == 32U);
}

BOOST_AUTO_TEST_CASE(the_callers_header_stays_and_gives_the_id_if_it_is_valid) {
  for (const std::string header : {kCallers, "not valid"}) {
    for (const bool per_call : {true, false}) {
      Config config;
      CallOptions options;
      (per_call ? options.headers : config.custom_headers).set("Traceparent", header);
      CallWatch watch(config, options, "GET", "/x");
      HttpRequest request;
      request.headers.set("traceparent", header);
      watch.attempt_started(1, request);
      watch.attempt_started(2, request);
      BOOST_TEST(*request.headers.find("traceparent") == header);
      BOOST_TEST((watch.operation_id() == "0af7651916cd43dd8448eb211c80319c") == (header == kCallers));
      BOOST_TEST(watch.operation_id().size() == 32U);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_header_that_somebody_sets_between_attempts_stays) {
  const Config config;
  const CallOptions options;
  CallWatch watch(config, options, "GET", "/x");
  HttpRequest request;
  watch.attempt_started(1, request);
  request.headers.set("traceparent", kCallers);
  watch.attempt_started(2, request);
  BOOST_TEST(*request.headers.find("traceparent") == kCallers);
}

BOOST_AUTO_TEST_CASE(ids_of_all_threads_differ) {
  std::vector<std::vector<std::string>> ids(4);
  std::vector<std::thread> threads;
  for (auto& own : ids) {
    threads.emplace_back([&own] {
      for (int i = 0; i < 10'000; ++i) own.push_back(detail::new_trace_id());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& own : ids) all.insert(own.begin(), own.end());
  BOOST_TEST(all.size() == 40'000U);
}

BOOST_AUTO_TEST_CASE(a_child_process_has_other_ids) {
  detail::new_trace_id();
  int ends[2];
  BOOST_TEST_REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string id = detail::new_trace_id();
    const bool written = write(ends[1], id.data(), id.size()) == 32;
    _exit(written ? 0 : 1);
  }
  char text[32];
  BOOST_TEST(read(ends[0], text, sizeof text) == 32);
  BOOST_TEST(std::string(text, 32) != detail::new_trace_id());
  waitpid(child, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
