// What cpp-httplib would do to us if it were let. Each of its traps has a test here or, by its name, elsewhere:
//
//   limits of 300 s and 5 s by default   limits/connect_timeout, limits/silence_while_waiting_and_inside_a_body
//   no limit on the whole exchange       limits/total_timeout_counts_all_of_it
//   one socket and one lock per client   threads/many_threads_share_a_transport
//   dead TLS connections look alive      tls/connection_closed_with_farewell_before_reuse
//   writing raises SIGPIPE               here; tls/no_broken_pipe_signal
//   redirects take the headers along     here
//   received headers are decoded         here
//   sent headers are not checked         requests/row_115_*, headers/*
//   lines are limited to 8 KiB           garbage/long_lines_within_the_limits_are_read
//   chunk lines and trailers are not     garbage/malformed_answers_are_permanent_failures, slow/row_29_*
//   answers of any size are taken        limits/response_size, error_bodies/row_79_*
//   bombs are decoded to their end       memory/row_38_*
//   requests are copied                  memory/a_body_in_memory_is_not_copied
//   targets are encoded once more        requests/target_goes_out_unchanged
//   TLS 1.0, and a host matcher of its own   tls/old_protocols_are_refused, tls/wrong_host_is_refused
//   one error for cut, late and malformed    faults/*, garbage/*
//   a cut body passes for a whole one    faults/row_32_*
//   progress of downloads only           transfers/source_of_known_and_unknown_size: sources and sinks see each piece
#include <csignal>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;

namespace {

std::sig_atomic_t volatile signals = 0;

}  // namespace

BOOST_AUTO_TEST_SUITE(httplib_traps)

BOOST_AUTO_TEST_CASE(writing_to_a_peer_that_is_gone_raises_no_signal) {
  LoopbackServer server([](Peer& peer) {
    peer.read_some();
    peer.reset();
  });
  struct sigaction counting {};
  struct sigaction before {};
  counting.sa_handler = [](int) { signals = signals + 1; };
  sigaction(SIGPIPE, &counting, &before);
  for (const bool known : {true, false}) {
    Counting source(std::uint64_t{1} << 34, known);
    failure_of([&] { http_transport()->send(upload(server.origin(), source), {}, nullptr); });
  }
  sigaction(SIGPIPE, &before, nullptr);
  BOOST_TEST(signals == 0);
}

BOOST_AUTO_TEST_CASE(a_redirect_takes_no_headers_along) {
  LoopbackServer elsewhere({answer("stolen")});
  LoopbackServer server({"HTTP/1.1 307 Go\r\nLocation: " + elsewhere.origin() + "/\r\nContent-Length: 0\r\n\r\n"});
  auto sent = request(server.origin(), "POST", "x");
  sent.headers.set("Authorization", "Bearer planted-secret");
  const auto got = http_transport()->send(sent, {}, nullptr);
  BOOST_TEST(got.status == 307);
  BOOST_TEST(*got.headers.find("location") == elsewhere.origin() + "/");
  BOOST_TEST(elsewhere.connections() == 0);
}

BOOST_AUTO_TEST_CASE(received_headers_come_as_they_are) {
  LoopbackServer server({answer("", "Location: /a%20b%2Fc?d=%0d%0aEvil:1\r\nX: \xc3\xa9, \"q\"\t,b\r\nX: second\r\n")});
  const auto got = get(*http_transport(), server.origin());
  BOOST_TEST(*got.headers.find("location") == "/a%20b%2Fc?d=%0d%0aEvil:1");
  BOOST_TEST(*got.headers.find("x") == "\xc3\xa9, \"q\"\t,b");
  BOOST_TEST(got.headers.size() == 4);
}

BOOST_AUTO_TEST_SUITE_END()
