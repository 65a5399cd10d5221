// One piece of a file, without sockets: answers that no server of ours gives.
#include "transfer/range_fetch.hpp"

#include <databricks/download.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace databricks;
using namespace databricks::detail;

struct Fetched {
  std::string text;
  std::vector<std::string> ranges;  // as they were asked for

  // `answers` gives the body of the n-th answer and may throw behind it.
  void run(Headers head, const Function<void(std::size_t n, ByteSink& sink)>& answer) {
    const SendGet get = [&](const Headers& headers, const Sink& sink) {
      const std::string* range = headers.find("Range");
      ranges.push_back(range ? *range : "");
      (*sink).begin({.status = 200, .headers = head});
      answer(ranges.size(), *sink);
    };
    const WriteAt write = [&](std::uint64_t offset, std::string_view bytes) {
      text.resize(static_cast<std::size_t>(offset));
      text += bytes;
    };
    Piece piece;
    FileVersion version;
    fetch_piece(get, write, {}, piece, version);
    BOOST_TEST(piece.position == text.size());
  }
};

[[noreturn]] void break_off() { throw TransportError(TransportFault::incomplete, TransportPhase::receive, "cut"); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fetch, Fetched)

BOOST_AUTO_TEST_CASE(a_compressed_answer_is_never_continued) {
  // What it says about size and version is not of the bytes that come out of the decoder.
  run({{"Content-Encoding", "gzip"}, {"Content-Length", "3"}, {"ETag", "\"e\""}}, [](std::size_t n, ByteSink& sink) {
    sink.write(n == 1 ? "old" : "the new text");
    if (n == 1) break_off();
  });
  BOOST_TEST(text == "the new text");
  BOOST_TEST((ranges == std::vector<std::string>{"", ""}));
}

BOOST_AUTO_TEST_CASE(a_break_behind_the_last_byte_does_no_harm) {
  run({{"Content-Length", "3"}, {"ETag", "\"e\""}}, [](std::size_t, ByteSink& sink) {
    sink.write("abc");
    break_off();
  });
  BOOST_TEST(text == "abc");
  BOOST_TEST(ranges.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_shorter_than_it_said_is_an_error_in_the_end) {
  BOOST_CHECK_THROW(run({{"Content-Length", "3"}}, [](std::size_t, ByteSink& sink) { sink.write("ab"); }),
                    TransportError);
  BOOST_TEST(ranges.size() == 2u);
}

BOOST_AUTO_TEST_CASE(permanent_faults_and_errors_of_others_are_not_repeated) {
  BOOST_CHECK_THROW(run({{"ETag", "\"e\""}},
                        [](std::size_t, ByteSink&) {
                          throw TransportError(TransportFault::permanent, TransportPhase::receive, "no");
                        }),
                    TransportError);
  BOOST_CHECK_THROW(run({}, [](std::size_t, ByteSink&) { throw std::domain_error("mine"); }), std::domain_error);
  BOOST_CHECK_THROW(
      run({},
          [](std::size_t, ByteSink&) { throw CallCancelled(TransportFault::incomplete, TransportPhase::receive, ""); }),
      CallCancelled);
  BOOST_TEST(ranges.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_transport_that_does_not_announce_answers_is_refused) {
  const WriteAt write = [](std::uint64_t, std::string_view) {};
  const SendGet gets[] = {[](const Headers&, const Sink& sink) { (*sink).write("x"); },
                          [](const Headers&, const Sink&) {}};
  for (const auto& get : gets) {
    Piece piece;
    FileVersion version;
    BOOST_CHECK_THROW(fetch_piece(get, write, {}, piece, version), InvalidArgument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
