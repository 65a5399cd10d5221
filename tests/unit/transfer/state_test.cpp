// The small parts: sizes in headers, sets of pieces, the text of an interrupted download, threads.
#include "transfer/content_range.hpp"
#include "transfer/download_state.hpp"
#include "transfer/together.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace {

using namespace databricks;
using namespace databricks::detail;

constexpr std::string_view kHead =
    "databricks-download 1\ntarget https://h/f\netag \"e\"\nlast_modified Wed\nsize 1000\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(parts)

BOOST_AUTO_TEST_CASE(content_ranges) {
  const auto range = parse_content_range("Bytes 5-9/20");
  BOOST_REQUIRE(range);
  BOOST_TEST(range->from == 5u);
  BOOST_TEST(range->to == 10u);
  BOOST_TEST(range->total.value() == 20u);
  BOOST_TEST(!parse_content_range("bytes 0-0/*")->total);
  for (const char* bad : {"", "bytes", "bytes 5-9", "bytes 5/20", "bytes */20", "bytes 9-5/20", "bytes 5-20/20",
                          "bytes 5-9/x", "bytes 5-9/", "bytes -9/20", "bytes +5-9/20", "bytes 5-9/20 ,",
                          "bytes 0-18446744073709551615/*", "bytes 0-99999999999999999999/*"}) {
    BOOST_TEST(!parse_content_range(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(pieces_join_and_their_gaps_are_known) {
  PieceSet set;
  for (const ByteRange range : {ByteRange{50, 60}, {10, 20}, {20, 30}, {55, 70}, {5, 5}}) set.add(range);
  BOOST_TEST((set.ranges() == std::vector<ByteRange>{{10, 30}, {50, 70}}));
  BOOST_TEST(set.bytes() == 40u);
  BOOST_TEST((set.missing(100, 25) == std::vector<ByteRange>{{0, 10}, {30, 50}, {70, 95}, {95, 100}}));
  BOOST_TEST((set.missing(60, 1000) == std::vector<ByteRange>{{0, 10}, {30, 50}}));
  set.add({0, 100});
  BOOST_TEST((set.ranges() == std::vector<ByteRange>{{0, 100}}));
  BOOST_TEST(set.missing(100, 25).empty());
  BOOST_TEST(PieceSet().missing(0, 25).empty());
}

BOOST_AUTO_TEST_CASE(a_state_is_read_as_it_was_written) {
  const FileVersion version{.size = 1000, .etag = "\"a b\"", .last_modified = "Wed, 21 Oct 2015 07:28:00 GMT"};
  const auto text = state_head("https://host/a", version) + state_line({0, 10}) + state_line({20, 30}) + "done 30 4";
  const auto state = parse_state(text);
  BOOST_REQUIRE(state);
  BOOST_TEST(state->target == "https://host/a");
  BOOST_TEST((state->version == version));
  BOOST_TEST((state->done.ranges() == std::vector<ByteRange>{{0, 10}, {20, 30}}));
}

BOOST_AUTO_TEST_CASE(any_damage_to_a_state_is_noticed) {
  const std::string head(kHead);
  BOOST_TEST(parse_state(head + "done 0 1000\n").has_value());
  for (const std::string& bad :
       {std::string(), std::string("databricks-download 1\n"), std::string("databricks-download 2\nsize 1\n"),
        std::string("databricks-download 1\nsize 5\n"), head + "done 0 1001\n", head + "done 2 1\n", head + "done 1\n",
        head + "done 1 2 3\n", head + "done -1 2\n", head + "done 0 99999999999999999999\n", head + "nothing 1\n",
        head + "\n", head + "size x\n", head + "etag a\rb\n", head.substr(1), std::string(1000, '\0') + "\n"}) {
    BOOST_TEST(!parse_state(bad).has_value(), bad);
  }
}

BOOST_AUTO_TEST_CASE(workers_run_side_by_side_and_the_first_error_ends_them) {
  std::atomic<int> running = 0;
  run_together(4, {}, [&](const std::stop_token&) {
    ++running;
    while (running < 4) std::this_thread::yield();
  });
  BOOST_TEST(running == 4);
  std::atomic<int> stopped = 0;
  const auto fail_one = [&](const std::stop_token& stop) {
    if (running++ == 6) throw std::domain_error("first");
    while (!stop.stop_requested()) std::this_thread::yield();
    ++stopped;
    throw std::runtime_error("later");
  };
  BOOST_CHECK_THROW(run_together(4, {}, fail_one), std::domain_error);
  BOOST_TEST(stopped == 3);
  std::stop_source stop;
  stop.request_stop();
  run_together(2, stop.get_token(), [&](const std::stop_token& token) { stopped += token.stop_requested() ? 1 : 0; });
  BOOST_TEST(stopped == 5);
}

BOOST_AUTO_TEST_SUITE_END()
