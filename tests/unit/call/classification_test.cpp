// Which failures are tried again: by status, code, message, kind of failure and operation.
#include "scripted.hpp"

using namespace test;

namespace {

std::string error_body(const std::string& code, const std::string& message) {
  return R"({"error_code":")" + code + R"(","message":")" + message + "\"}";
}

struct Classified : Scripted {
  template <class Call>
  bool is_retried(ScriptedTransport::Step failure, Call call) {
    play({std::move(failure), answers(200)});
    try {
      call();
    } catch (const CallError&) {
      BOOST_TEST(sent() == 1u);
      return false;
    }
    BOOST_TEST(sent() == 2u);
    return true;
  }
  bool get_retried(ScriptedTransport::Step failure) {
    return is_retried(std::move(failure), [&] { things.get({"a"}); });
  }
  bool post_retried(ScriptedTransport::Step failure) {
    return is_retried(std::move(failure), [&] { things.create({"a"}); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(classification, Classified)

BOOST_AUTO_TEST_CASE(rows_7_and_8_what_no_parser_understands_is_retried_by_its_status) {
  for (const int status : {429, 503}) {
    for (const char* body : {"", "busy", "<html><body>busy</body></html>", "[]", "{", "\xff\xfe"}) {
      BOOST_TEST(get_retried(answers(status, body)));
      BOOST_TEST(post_retried(answers(status, body)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_code_of_too_many_requests_is_retried_whatever_the_status) {
  for (const char* code : {"RESOURCE_EXHAUSTED", "REQUEST_LIMIT_EXCEEDED"}) {
    BOOST_TEST(post_retried(answers(400, error_body(code, "slow down"))));
  }
  BOOST_TEST(!post_retried(answers(400, error_body("RESOURCE_EXHAUSTED_", "slow down"))));
}

BOOST_AUTO_TEST_CASE(row_9_messages_that_say_not_ready_yet_are_retried_and_others_not) {
  const std::string marks[] = {
      "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException",
      "does not have any associated worker environments",
      "There is no worker environment with id",
      "Unknown worker environment",
      "ClusterNotReadyException",
      "worker env WorkerEnvId(workerenv-123) not found",
      "REQUEST_LIMIT_EXCEEDED",
      "Please try again later or try a faster operation.",
      "RPC token bucket limit has been exceeded",
  };
  for (std::string mark : marks) {
    BOOST_TEST_CONTEXT(mark) {
      BOOST_TEST(post_retried(answers(400, error_body("X", "so: " + mark + " it is"))));
      mark[0] = mark[0] == 'z' ? 'y' : 'z';
      BOOST_TEST(!post_retried(answers(400, error_body("X", "so: " + mark + " it is"))));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_mark_with_a_gap_is_found_on_one_line_only) {
  BOOST_TEST(post_retried(answers(500, error_body("X", "worker env  not found"))));
  BOOST_TEST(post_retried(answers(500, error_body("X", "worker env a\\nworker env b not found"))));
  BOOST_TEST(!post_retried(answers(500, error_body("X", "worker env a\\n not found"))));
  BOOST_TEST(!post_retried(answers(500, error_body("X", "not found worker env a"))));
}

BOOST_AUTO_TEST_CASE(vague_messages_count_only_where_repeating_is_safe) {
  for (const char* mark : {"Unexpected error", "Timed out after ", "deadline exceeded"}) {
    const auto failure = answers(500, error_body("X", std::string(mark) + "here"));
    BOOST_TEST(get_retried(failure));
    BOOST_TEST(!post_retried(failure));
    BOOST_TEST(is_retried(failure, [&] { things.search({"a"}); }));
    BOOST_TEST(!is_retried(failure, [&] { things.remove({"a"}); }));
  }
}

BOOST_AUTO_TEST_CASE(row_11_a_gateway_timeout_is_retried_only_where_repeating_is_safe) {
  for (const int status : {408, 502, 504}) {
    BOOST_TEST(get_retried(answers(status)));
    BOOST_TEST(!post_retried(answers(status)));
    BOOST_TEST(!is_retried(answers(status), [&] { things.put({"a"}); }));
    BOOST_TEST(is_retried(answers(status), [&] { things.search({"a"}); }));
    BOOST_TEST(is_retried(answers(status), [&] { things.create_keyed(); }));
  }
}

BOOST_AUTO_TEST_CASE(what_was_not_sent_is_retried_whatever_the_method) {
  const auto failure = fails(TransportFault::unreachable, TransportPhase::connect);
  BOOST_TEST(get_retried(failure));
  BOOST_TEST(post_retried(failure));
  BOOST_TEST(is_retried(failure, [&] { things.patch({"a"}); }));
}

BOOST_AUTO_TEST_CASE(what_was_sent_is_retried_when_doing_it_twice_is_the_same) {
  const auto failure = fails(TransportFault::interrupted);
  BOOST_TEST(get_retried(failure));
  BOOST_TEST(!post_retried(failure));
  BOOST_TEST(!is_retried(failure, [&] { things.patch({"a"}); }));
  BOOST_TEST(is_retried(failure, [&] { things.put({"a"}); }));
  BOOST_TEST(is_retried(failure, [&] { things.remove({"a"}); }));
  BOOST_TEST(is_retried(failure, [&] { things.search({"a"}); }));
  BOOST_TEST(is_retried(failure, [&] { things.create_keyed(); }));
  BOOST_TEST(is_retried(failure, [&] { things.run({.request_id = "mine"}); }));
  BOOST_TEST(!is_retried(failure, [&] { things.run(); }));
}

BOOST_AUTO_TEST_CASE(row_32_a_buffered_answer_that_breaks_off_is_read_again_if_that_is_safe) {
  const auto failure = fails(TransportFault::incomplete, TransportPhase::receive);
  BOOST_TEST(get_retried(failure));
  BOOST_TEST(!post_retried(failure));
  BOOST_TEST(!is_retried(failure, [&] { things.put({"a"}); }));
}

BOOST_AUTO_TEST_CASE(row_32_what_was_handed_over_is_not_fetched_again) {
  const auto cut_after = [](std::string_view bytes) {
    return [=](const HttpRequest& request, const HttpLimits&, ByteSink* sink) -> HttpResponse {
      if (!bytes.empty()) sink->write(bytes);
      throw TransportError(TransportFault::incomplete, TransportPhase::receive, request.origin + ": cut");
    };
  };
  std::string got;
  const CallOptions options{.to = Sink::to_function([&](std::string_view bytes) { got += bytes; })};
  BOOST_TEST(is_retried(cut_after(""), [&] { things.download({}, options); }));
  play({cut_after("sixty"), answers(200, "whole")});
  const auto error = error_of<TransportError>([&] { things.download({}, options); });
  BOOST_TEST(error.bytes_received() == 5u);
  BOOST_TEST(got == "sixty");
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(row_16_what_would_fail_again_is_not_retried) {
  BOOST_TEST(!get_retried(fails(TransportFault::permanent, TransportPhase::tls)));
}

BOOST_AUTO_TEST_CASE(row_17_an_unknown_host_is_tried_until_the_time_is_over) {
  play({fails(TransportFault::unreachable, TransportPhase::resolve)});
  BOOST_CHECK_EXCEPTION(things.get({"a"}), RetryExhausted, [](const RetryExhausted& error) {
    return holds(error.error().what(), "example.com") && error.error().call().attempts > 20;
  });
}

BOOST_AUTO_TEST_SUITE_END()
