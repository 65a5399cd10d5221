// Sources and sinks, and compression.
#include <atomic>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

BOOST_AUTO_TEST_SUITE(transfers)

BOOST_AUTO_TEST_CASE(source_of_known_and_unknown_size) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  Counting known(200'000);
  transport->send(upload(server.origin(), known), {}, nullptr);
  BOOST_TEST(holds(server.requests().at(0), "\r\nContent-Length: 200000\r\n"));
  Counting unknown(200'000, false);
  transport->send(upload(server.origin(), unknown), {}, nullptr);
  const auto raw = server.requests().at(1);
  BOOST_TEST(holds(raw, "\r\nTransfer-Encoding: chunked\r\n"));
  BOOST_TEST(!holds(raw, "Content-Length"));
  const auto body = raw.substr(raw.find("\r\n\r\n"));
  BOOST_TEST(std::count(body.begin(), body.end(), 'u') == 200'000);
  BOOST_TEST(raw.ends_with("\r\n0\r\n\r\n"));
  Counting nothing(0);
  transport->send(upload(server.origin(), nothing), {}, nullptr);
  BOOST_TEST(holds(server.requests().at(2), "\r\nContent-Length: 0\r\n"));
  BOOST_TEST(server.connections() == 1);
}

// What a source does that says it has 100 bytes.
struct Liar : Counting {
  Liar(std::uint64_t size, std::size_t extra) : Counting(size), too_many(extra) {}
  std::optional<std::uint64_t> size() const override { return 100; }
  std::size_t read(char* buffer, std::size_t size) override { return Counting::read(buffer, size) + too_many; }
  std::size_t too_many;
};

BOOST_AUTO_TEST_CASE(sources_that_break_their_word) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  const auto refused = [](const char* part) {
    return [part](const databricks::InvalidArgument& error) { return holds(error.what(), part); };
  };
  Liar shorter(60, 0);
  BOOST_CHECK_EXCEPTION(transport->send(upload(server.origin(), shorter), {}, nullptr), databricks::InvalidArgument,
                        refused("ended after 60 of the 100 bytes"));
  Liar overflowing(60, 100);
  BOOST_CHECK_EXCEPTION(transport->send(upload(server.origin(), overflowing), {}, nullptr), databricks::InvalidArgument,
                        refused("more bytes than there was room for"));
  Liar nothing(0, 0);
  BOOST_CHECK_EXCEPTION(transport->send(upload(server.origin(), nothing), {}, nullptr), databricks::InvalidArgument,
                        refused("ended after 0 of the 100 bytes"));
  Liar longer(160, 0);  // what was announced is sent: a file may grow meanwhile
  transport->send(upload(server.origin(), longer), {}, nullptr);
  BOOST_TEST(longer.left == 60);
  BOOST_TEST(server.requests().size() == 1);  // the others were never whole
  BOOST_TEST(server.requests().at(0).ends_with("\r\n\r\n" + std::string(100, 'u')));
  BOOST_TEST(server.connections() == 4);
}

BOOST_AUTO_TEST_CASE(exceptions_of_source_and_sink_come_out_unchanged) {
  LoopbackServer server({answer("body")});
  auto transport = http_transport();
  Throwing bad;
  BOOST_CHECK_EXCEPTION(transport->send(upload(server.origin(), bad), {}, nullptr), Oops,
                        [](const Oops& error) { return std::string(error.what()) == "source"; });
  BOOST_CHECK_EXCEPTION(transport->send(request(server.origin()), {}, &bad), Oops,
                        [](const Oops& error) { return std::string(error.what()) == "sink"; });
  BOOST_TEST(get(*transport, server.origin()).body == "body");
  BOOST_TEST(server.connections() == 3);  // half an exchange is left on the others
}

BOOST_AUTO_TEST_CASE(a_source_that_throws_half_way_leaves_no_whole_request) {
  struct Breaking : Counting {
    using Counting::Counting;
    std::size_t read(char* buffer, std::size_t size) override {
      if (left < 100'000) throw Oops("half way");
      return Counting::read(buffer, size);
    }
  };
  LoopbackServer server({answer("body")});
  auto transport = http_transport();
  for (const bool known : {true, false}) {
    Breaking source(300'000, known);
    BOOST_CHECK_THROW(transport->send(upload(server.origin(), source), {}, nullptr), Oops);
  }
  BOOST_TEST(server.requests().size() == 0);
}

BOOST_AUTO_TEST_CASE(a_sink_that_throws_half_way_ends_the_connection) {
  struct Full : Collecting {
    void write(std::string_view bytes) override {
      if (text.size() + bytes.size() > 500'000) throw Oops("full");
      Collecting::write(bytes);
    }
  };
  const std::string body(1'000'000, 'x');
  LoopbackServer server(
      {answer(body), answer(gzip(body + std::string(1'000'000, 'y')), "Content-Encoding: gzip\r\n"), answer("next")});
  auto transport = http_transport();
  for (int i = 0; i < 2; ++i) {
    Full sink;
    BOOST_CHECK_THROW(transport->send(request(server.origin()), {}, &sink), Oops);
    BOOST_TEST(sink.text.size() > 0);
  }
  BOOST_TEST(get(*transport, server.origin()).body == "next");
  BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(sink_gets_good_answers_and_memory_the_others) {
  LoopbackServer server({answer("good"), "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nbad",
                         "HTTP/1.1 206 Partial\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n\r\n"});
  auto transport = http_transport();
  Collecting sink;
  BOOST_TEST(transport->send(request(server.origin()), {.max_response_bytes = 1}, &sink).body == "");
  BOOST_TEST(sink.text == "good");
  BOOST_TEST(transport->send(request(server.origin()), {}, &sink).body == "bad");
  BOOST_TEST(sink.text == "good");
  transport->send(request(server.origin()), {}, &sink);
  BOOST_TEST(sink.text == "goodpart");
  BOOST_TEST(holds(server.requests().at(0), "\r\nAccept-Encoding: identity\r\n"));
}

BOOST_AUTO_TEST_CASE(row_27_answer_before_the_whole_request_was_sent) {
  LoopbackServer server([](Peer& peer) {
    peer.read_some();
    peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  for (const bool known : {true, false}) {
    Counting source(std::uint64_t{1} << 36, known);
    const auto got = transport->send(upload(server.origin(), source), {}, nullptr);
    BOOST_TEST(got.status == 503);
    BOOST_TEST(got.body == "busy");
    BOOST_TEST(source.left > 0);
  }
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(row_27_a_peer_that_answers_and_goes_on_reading) {
  std::atomic<std::uint64_t> read = 0;
  LoopbackServer server([&](Peer& peer) {
    peer.read_some();
    peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
    for (std::size_t n = 1; n > 0; read += n) n = peer.read_some().size();
  });
  auto transport = http_transport();
  for (const bool known : {true, false}) {
    Counting source(std::uint64_t{1} << 40, known);
    const auto got = transport->send(upload(server.origin(), source), {.total_timeout = 20s}, nullptr);
    BOOST_TEST(got.status == 503);
    BOOST_TEST(got.body == "busy");
  }
  const std::string body(256u << 20, 'b');
  BOOST_TEST(transport->send(request(server.origin(), "PUT", body), {}, nullptr).status == 503);
  BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(row_40_a_100_nobody_asked_for_does_not_end_an_upload) {
  constexpr std::uint64_t kSize = 20'000'000;
  LoopbackServer server([](Peer& peer) {
    // The end may come in any number of reads; an empty one means the client has gone.
    auto read_until = [&, seen = std::string()](std::string_view end) mutable {
      while (!seen.ends_with(end)) {
        const auto more = peer.read_some();
        if (more.empty()) return;
        seen = (seen + more).substr(std::max(seen.size() + more.size(), end.size()) - end.size());
      }
    };
    peer.read_some();
    peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Proc");
    peer.pause(50ms);  // the client fills the buffers and finds half a head
    peer.send("essing\r\n\r\n");
    read_until("uuu\r\n0\r\n\r\n");
    peer.send(answer("ok"));
    peer.wait_until_closed();
  });
  Counting source(kSize, false);
  const auto got = http_transport()->send(upload(server.origin(), source), {.total_timeout = 20s}, nullptr);
  BOOST_TEST(got.body == "ok");
  BOOST_TEST(source.left == 0);
}

BOOST_AUTO_TEST_CASE(row_35_gzip_answers) {
  const std::string text(100'000, 'j');
  LoopbackServer server({answer(gzip(text), "Content-Encoding: gzip\r\n"), answer("", "Content-Encoding: gzip\r\n"),
                         answer(gzip(""), "Content-Encoding: gzip\r\n")});
  auto transport = http_transport();
  BOOST_TEST((get(*transport, server.origin()).body == text));
  BOOST_TEST(holds(server.requests().at(0), "\r\nAccept-Encoding: gzip\r\n"));
  BOOST_TEST(get(*transport, server.origin()).body == "");
  BOOST_TEST(get(*transport, server.origin()).body == "");
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(row_36_damaged_gzip) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919);
  const auto whole = gzip(text);
  auto crc = whole;
  crc[crc.size() - 6] = static_cast<char>(crc[crc.size() - 6] ^ 1);
  for (const auto& bad : {whole.substr(0, whole.size() / 2), whole.substr(0, whole.size() - 1),
                          whole.substr(0, whole.size() - 8), crc, std::string("no gzip at all"), std::string("\x1f")}) {
    LoopbackServer server({answer(bad, "Content-Encoding: gzip\r\n")});
    auto transport = http_transport();
    const auto failed = failure_of([&] { get(*transport, server.origin()); });
    BOOST_TEST((failed.phase == TransportPhase::receive));
    BOOST_TEST(holds(failed.text, "compressed answer"));
  }
}

// cpp-httplib decodes one stream; no service sends more. Dropping the rest would be half an answer.
BOOST_AUTO_TEST_CASE(what_follows_a_gzip_stream_is_an_error) {
  for (const auto& rest : {gzip("second"), std::string("garbage"), std::string(1, '\0')}) {
    for (const auto size : {std::size_t{10}, std::size_t{100'000}}) {
      LoopbackServer server({answer(gzip(std::string(size, 'x')) + rest, "Content-Encoding: gzip\r\n")});
      const auto failed = failure_of([&] { get(*http_transport(), server.origin()); });
      BOOST_TEST(holds(failed.text, "compressed answer"));
      BOOST_TEST((failed.fault == databricks::TransportFault::incomplete));
    }
  }
}

BOOST_AUTO_TEST_CASE(row_37_other_encodings_are_refused) {
  for (const std::string coding : {"br", "deflate", "gzip, gzip", "zstd"}) {
    LoopbackServer server({answer("x", "Content-Encoding: " + coding + "\r\n")});
    auto transport = http_transport();
    BOOST_TEST(holds(failure_of([&] { get(*transport, server.origin()); }).text, "Content-Encoding"), coding);
  }
}

BOOST_AUTO_TEST_SUITE_END()
