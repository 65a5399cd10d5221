// Peers that move, but slowly: a body and an upload may take as long as they like, a head and its like may not.
#include <thread>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

namespace {

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

// `start`, and then `drop` every 20 ms for two seconds.
LoopbackServer::Script drip(std::string start, std::string drop) {
  return [=](Peer& peer) {
    peer.read_request();
    peer.send(start);
    for (int i = 0; i < 100; ++i) {
      peer.pause(20ms);
      peer.send(drop);
    }
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(slow)

BOOST_AUTO_TEST_CASE(row_29_what_is_no_body_has_one_limit_for_all_of_it) {
  const struct {
    const char* name;
    std::string start;
    std::string drop;
  } cases[] = {
      {"bytes of a head", "HTTP/1.1 200 OK\r\nA: ", "b"},    {"header lines", "HTTP/1.1 200 OK\r\n", "A: b\r\n"},
      {"interim answers", "", "HTTP/1.1 103 Hints\r\n\r\n"}, {"bytes of a chunk size", kChunked, "0"},
      {"bytes of a chunk extension", kChunked + "1;", "x"},  {"trailers", kChunked + "1\r\nx\r\n0\r\n", "A: b\r\n"}};
  auto transport = http_transport();
  for (const auto& [name, start, drop] : cases) {
    LoopbackServer server(drip(start, drop));
    const auto failed = failure_of([&] { get(*transport, server.origin(), {.inactivity_timeout = 150ms}); });
    BOOST_TEST(failed.timed_out, name);
    BOOST_TEST(failed.elapsed.count() < 1500, name);
  }
}

BOOST_AUTO_TEST_CASE(row_30_a_body_that_moves_is_fine_until_it_is_silent) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
      peer.pause(50ms);
      peer.send("x");
    }
    peer.wait_until_closed();
  });
  Collecting sink;
  const auto failed =
      failure_of([&] { http_transport()->send(request(server.origin()), {.inactivity_timeout = 300ms}, &sink); });
  BOOST_TEST(failed.timed_out);
  BOOST_TEST((failed.phase == TransportPhase::receive));
  BOOST_TEST(failed.bytes_received == 10);
  BOOST_TEST(sink.text == "xxxxxxxxxx");
  BOOST_TEST(failed.elapsed.count() >= 799);
}

BOOST_AUTO_TEST_CASE(row_31_an_upload_of_small_steps_may_take_longer_than_the_limit) {
  struct Slow : Counting {
    using Counting::Counting;
    std::size_t read(char* buffer, std::size_t) override {
      std::this_thread::sleep_for(40ms);
      return Counting::read(buffer, 20'000);
    }
  } source(200'000);
  LoopbackServer server({answer("ok")});
  const auto got = http_transport()->send(upload(server.origin(), source), {.inactivity_timeout = 250ms}, nullptr);
  BOOST_TEST(got.body == "ok");
  BOOST_TEST(server.requests().at(0).size() > 200'000);
}

BOOST_AUTO_TEST_CASE(a_peer_that_reads_slowly_is_waited_for) {
  constexpr std::uint64_t kSize = 16 << 20;
  LoopbackServer server([](Peer& peer) {
    for (std::uint64_t size = 0; size < kSize;) {
      const auto n = peer.read_some().size();
      if (n == 0) return;
      if (size >> 20 != (size + n) >> 20) peer.pause(25ms);
      size += n;
    }
    peer.send(answer("ok"));
    peer.wait_until_closed();
  });
  Counting source(kSize);
  const auto got = http_transport()->send(upload(server.origin(), source), {.inactivity_timeout = 300ms}, nullptr);
  BOOST_TEST(got.body == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
