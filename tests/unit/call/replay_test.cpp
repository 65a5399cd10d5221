// Request bodies that are sent again, or can't be.
#include "call/call_run.hpp"
#include "scripted.hpp"

#include <sstream>

using namespace test;

namespace {

// Text that can be read once.
Source once(std::string text) {
  auto left = std::make_shared<std::string>(std::move(text));
  return Source::from_function([left](char* buffer, std::size_t size) {
    const auto n = left->copy(buffer, size);
    left->erase(0, n);
    return n;
  });
}

class BrokenRewind : public ByteSource {
 public:
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = left_.copy(buffer, size);
    left_.erase(0, n);
    return n;
  }
  bool rewind() override {
    if (left_.size() < 5) throw std::runtime_error("the disk is gone");
    return true;
  }

 private:
  std::string left_ = "bytes";
};

// Keeps the bodies it is sent.
ScriptedTransport::Step keeps(std::vector<std::string>& bodies, int status) {
  return [&bodies, status](const HttpRequest& request, const HttpLimits&, ByteSink*) {
    bodies.push_back(read_all(request));
    return HttpResponse{.status = status};
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(replay, Scripted)

BOOST_AUTO_TEST_CASE(row_23_a_stream_is_sent_again_from_where_it_stood) {
  std::istringstream stream("abcdefgh");
  stream.ignore(3);
  std::vector<std::string> bodies;
  play({keeps(bodies, 503), keeps(bodies, 200)});
  things.upload({.contents = Source(stream)});
  BOOST_TEST(bodies == (std::vector<std::string>{"defgh", "defgh"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(row_24_what_was_read_and_can_not_be_rewound_is_not_sent_again) {
  std::vector<std::string> bodies;
  play({keeps(bodies, 503), keeps(bodies, 200)});
  BOOST_CHECK_EXCEPTION(things.upload({.contents = once("abc")}), DatabricksError, [](const auto& error) {
    return error.status_code() == 503 && dynamic_cast<const RetryExhausted*>(&error) == nullptr;
  });
  BOOST_TEST(bodies == std::vector<std::string>{"abc"}, boost::test_tools::per_element());
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(row_25_what_was_not_read_yet_is_sent_again) {
  std::vector<std::string> bodies;
  play({fails(TransportFault::unreachable, TransportPhase::connect), keeps(bodies, 200)});
  things.upload({.contents = once("abc")});
  BOOST_TEST(bodies == std::vector<std::string>{"abc"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(row_26_when_rewinding_fails_both_errors_are_seen) {
  play({answers(503, R"({"error_code":"X","message":"too busy"})")});
  BOOST_CHECK_EXCEPTION(
      things.upload({.contents = Source(std::make_shared<BrokenRewind>())}), DatabricksError, [](const auto& error) {
        return error.status_code() == 503 && error.error_code() == "X" && holds(error.what(), "too busy") &&
               holds(error.what(), "the disk is gone") && error.call().attempts == 1;
      });
  // An upload of a POST, so only what was surely not processed is repeated; here after a part was read.
  play({[](const HttpRequest& request, const HttpLimits&, ByteSink*) -> HttpResponse {
    read_all(request);
    throw TransportError(TransportFault::unreachable, TransportPhase::send, "lost");
  }});
  BOOST_CHECK_EXCEPTION(things.upload({.contents = Source(std::make_shared<BrokenRewind>())}), TransportError,
                        [](const auto& error) {
                          return holds(error.what(), "lost") && holds(error.what(), "the disk is gone") &&
                                 error.phase() == TransportPhase::send;
                        });
}

BOOST_AUTO_TEST_CASE(row_28_every_kind_of_body_is_the_same_in_all_attempts) {
  std::vector<std::string> bodies;
  play({keeps(bodies, 503), keeps(bodies, 200)});
  things.upload({.contents = "text"});
  play({keeps(bodies, 503), keeps(bodies, 200)});
  things.create({.id = "json"});
  BOOST_TEST(bodies == (std::vector<std::string>{"text", "text", R"({"id":"json"})", R"({"id":"json"})"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_source_that_throws_ends_the_call_with_its_own_error) {
  struct Own {};
  const auto throws = [](char*, std::size_t) -> std::size_t { throw Own(); };
  play({answers(200)});
  BOOST_CHECK_THROW(things.upload({.contents = Source::from_function(throws)}), Own);
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(an_error_of_another_call_inside_a_source_is_not_taken_for_one_of_this_call) {
  const auto throws = [](char*, std::size_t) -> std::size_t {
    throw TransportError(TransportFault::unreachable, TransportPhase::connect, "the other one");
  };
  play({answers(200)});
  const auto error = error_of<TransportError>([&] { things.upload({.contents = Source::from_function(throws)}); });
  BOOST_TEST(error.call().operation == "");
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(signing, Scripted)

BOOST_AUTO_TEST_CASE(row_18_every_attempt_is_signed_anew) {
  int tokens = 0;
  const Function<void(HttpRequest&)> authenticate = [&](HttpRequest& request) {
    request.headers.set("Authorization", "Bearer " + std::to_string(++tokens));
  };
  play({answers(503), answers(200)});
  const Client client(config());
  const CallOptions options;
  detail::CallRun run(*client.engine(), {.method = "GET", .path = "/x", .authenticate = &authenticate}, options);
  HttpRequest request{.method = "GET", .origin = "https://example.com", .target = "/x"};
  BOOST_TEST(run.send(request).status == 200);
  BOOST_TEST(*transport->requests.at(0).headers.find("Authorization") == "Bearer 1");
  BOOST_TEST(*transport->requests.at(1).headers.find("Authorization") == "Bearer 2");
}

BOOST_AUTO_TEST_CASE(row_19_without_credentials_nothing_is_sent) {
  const Function<void(HttpRequest&)> authenticate = [](HttpRequest&) { throw std::runtime_error("no token today"); };
  play({answers(200)});
  const Client client(config());
  const CallOptions options;
  detail::CallRun run(*client.engine(), {.method = "GET", .path = "/x", .authenticate = &authenticate}, options);
  HttpRequest request{.method = "GET", .origin = "https://example.com", .target = "/x"};
  BOOST_CHECK_THROW(run.send(request), std::runtime_error);
  BOOST_TEST(sent() == 0u);
  BOOST_TEST(clock->sleeps().empty());
}

BOOST_AUTO_TEST_CASE(row_206_a_visitor_that_fails_ends_the_call) {
  const Function<void(HttpRequest&)> visit = [](HttpRequest&) { throw std::runtime_error("not like this"); };
  play({answers(200)});
  const Client client(config());
  const CallOptions options;
  detail::CallRun run(*client.engine(), {.method = "GET", .path = "/x", .visit = &visit}, options);
  HttpRequest request{.method = "GET", .origin = "https://example.com", .target = "/x"};
  BOOST_CHECK_EXCEPTION(run.send(request), Error, [](const Error& error) {
    return std::string(error.what()) == "failed during request visitor: not like this";
  });
  BOOST_TEST(sent() == 0u);
}

BOOST_AUTO_TEST_CASE(a_caller_can_not_replace_authorization_or_user_agent_and_can_add_to_the_latter) {
  const auto custom = things_with([](Config& config) {
    config.custom_headers =
        Headers{{"Authorization", "mine"}, {"User-Agent", "mine"}, {"X-Team", "blue"}, {"X-B", "1"}};
  });
  CallOptions options{.user_agent = "sdk-feature/pagination"};
  options.headers = Headers{{"authorization", "mine"}, {"user-agent", "mine"}, {"x-b", "2"}};
  play({answers(200)});
  custom.get({"a"}, options);
  const auto& headers = transport->requests.at(0).headers;
  BOOST_TEST(*headers.find("Authorization") == "Bearer planted-secret");
  BOOST_TEST(headers.find("User-Agent")->ends_with(" sdk-feature/pagination"));
  BOOST_TEST(holds(*headers.find("User-Agent"), "databricks-sdk-cpp/"));
  BOOST_TEST(*headers.find("X-Team") == "blue");
  BOOST_TEST(*headers.find("X-B") == "2");
  std::size_t authorizations = 0;
  for (const auto& [name, value] : headers) authorizations += value == "mine" ? 1 : 0;
  BOOST_TEST(authorizations == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
