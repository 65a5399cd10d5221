// What a caller is told while a body comes or goes.
#include "scripted.hpp"

using namespace test;

namespace {

struct Watched : Scripted {
  CallOptions options(std::optional<Sink> to = {}) {
    CallOptions made{.to = to};
    made.on_progress = [this](const Progress& progress) { seen.push_back(progress); };
    return made;
  }
  std::vector<Progress> seen;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(progress, Watched)

BOOST_AUTO_TEST_CASE(an_upload_is_told_piece_by_piece) {
  play({answers(200)});
  things.upload({.contents = std::string(40, 'x')}, options());
  BOOST_REQUIRE_EQUAL(seen.size(), 4u);  // pieces of 16, 16 and 8, and the end
  BOOST_TEST(seen[0].sent == 16u);
  BOOST_TEST(seen[1].sent == 32u);
  BOOST_TEST(seen[2].sent == 40u);
  for (const auto& step : seen) BOOST_TEST(step.to_send.value() == 40u);
}

BOOST_AUTO_TEST_CASE(a_repeated_upload_counts_from_zero_again) {
  play({answers(503), answers(200)});
  things.upload({.contents = std::string(20, 'x')}, options());
  BOOST_REQUIRE_EQUAL(seen.size(), 5u);
  BOOST_TEST(seen[1].sent == 20u);
  BOOST_TEST(seen[2].sent == 16u);
  BOOST_TEST(seen[4].sent == 20u);
}

BOOST_AUTO_TEST_CASE(a_download_is_told_as_it_comes_and_its_end_is_known_at_the_end) {
  play({[](const HttpRequest&, const HttpLimits&, ByteSink* sink) {
    sink->write("abc");
    sink->write("de");
    return HttpResponse{.status = 200, .body_bytes = 5};
  }});
  std::string got;
  things.download({}, options(Sink::to_function([&](std::string_view bytes) { got += bytes; })));
  BOOST_TEST(got == "abcde");
  BOOST_REQUIRE_EQUAL(seen.size(), 3u);
  BOOST_TEST(seen[0].received == 3u);
  BOOST_TEST(!seen[0].to_receive.has_value());
  BOOST_TEST(seen[1].received == 5u);
  BOOST_TEST(seen[2].to_receive.value() == 5u);
}

BOOST_AUTO_TEST_CASE(bodies_in_memory_are_told_once) {
  play({answers(200, R"({"id":"abc"})")});
  things.create({.id = "a"}, options());
  BOOST_REQUIRE_EQUAL(seen.size(), 1u);
  BOOST_TEST(seen[0].sent == std::string(R"({"id":"a"})").size());
  BOOST_TEST(seen[0].received == std::string(R"({"id":"abc"})").size());
}

BOOST_AUTO_TEST_CASE(what_the_callers_function_throws_ends_the_call_unchanged) {
  struct Own {};
  CallOptions throwing;
  throwing.on_progress = [](const Progress&) { throw Own(); };
  play({answers(200)});
  BOOST_CHECK_THROW(things.upload({.contents = "x"}, throwing), Own);
  BOOST_CHECK_THROW(things.get({"a"}, throwing), Own);
  throwing.on_progress = [](const Progress&) { throw TemporarilyUnavailable(503, "", "of another call"); };
  play({answers(200)});
  const auto error = error_of<TemporarilyUnavailable>([&] { things.upload({.contents = "x"}, throwing); });
  BOOST_TEST(sent() == 1u);
  BOOST_TEST(error.call().operation == "");
}

BOOST_AUTO_TEST_CASE(what_a_sink_throws_ends_the_call_unchanged) {
  struct Own {};
  play({answers(200, "x")});
  const CallOptions throwing{.to = Sink::to_function([](std::string_view) { throw Own(); })};
  BOOST_CHECK_THROW(things.download({}, throwing), Own);
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
