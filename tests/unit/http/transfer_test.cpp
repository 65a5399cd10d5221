// Sources and sinks, compression, and memory.
#include <zlib.h>

#include <fstream>
#include <sstream>

#include "calls.hpp"

using namespace test;
using databricks::ByteSink;
using databricks::ByteSource;
using databricks::http_transport;
using databricks::TransportPhase;

namespace {

struct Counting : ByteSource {
  explicit Counting(std::uint64_t size, bool known = true) : left(size), is_known(known) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, size));
    std::fill_n(buffer, n, 'u');
    left -= n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return is_known ? std::optional(left) : std::nullopt; }
  std::uint64_t left;
  bool is_known;
};

struct Collecting : ByteSink {
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

struct Measuring : ByteSink {
  void write(std::string_view bytes) override { size += bytes.size(); }
  std::uint64_t size = 0;
};

struct Oops : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Throwing : ByteSource, ByteSink {
  std::size_t read(char*, std::size_t) override { throw Oops("source"); }
  void write(std::string_view) override { throw Oops("sink"); }
};

databricks::HttpRequest upload(const std::string& origin, ByteSource& source) {
  auto made = request(origin, "PUT");
  made.source = std::shared_ptr<ByteSource>(std::shared_ptr<void>(), &source);  // the test keeps it
  return made;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

long peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

}  // namespace

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

BOOST_AUTO_TEST_CASE(source_that_breaks_its_word) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  struct Short : Counting {
    using Counting::Counting;
    std::optional<std::uint64_t> size() const override { return 100; }
  } shorter(60);
  BOOST_CHECK_THROW(transport->send(upload(server.origin(), shorter), {}, nullptr), databricks::InvalidArgument);
}

BOOST_AUTO_TEST_CASE(exceptions_of_source_and_sink_come_out_unchanged) {
  LoopbackServer server({answer("body"), answer("body")});
  auto transport = http_transport();
  Throwing bad;
  BOOST_CHECK_EXCEPTION(transport->send(upload(server.origin(), bad), {}, nullptr), Oops,
                        [](const Oops& error) { return std::string(error.what()) == "source"; });
  BOOST_CHECK_EXCEPTION(transport->send(request(server.origin()), {}, &bad), Oops,
                        [](const Oops& error) { return std::string(error.what()) == "sink"; });
  BOOST_TEST(get(*transport, server.origin()).body == "body");
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

BOOST_AUTO_TEST_CASE(answer_before_the_whole_request_was_sent) {  // row 27
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

BOOST_AUTO_TEST_CASE(gzip_answers) {  // row 35
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

BOOST_AUTO_TEST_CASE(damaged_gzip) {  // row 36
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

BOOST_AUTO_TEST_CASE(gzip_bomb) {  // row 38
  const auto bomb = gzip(std::string(50 << 20, '\0'));
  LoopbackServer server({answer(bomb, "Content-Encoding: gzip\r\n")});
  auto transport = http_transport();
  const auto before = peak_kilobytes();
  const auto failed = failure_of([&] { get(*transport, server.origin(), {.max_response_bytes = 1 << 20}); });
  BOOST_TEST(holds(failed.text, "limit of 1048576 bytes"));
  BOOST_TEST(peak_kilobytes() - before < 16 * 1024);
}

BOOST_AUTO_TEST_CASE(other_encodings_are_refused) {  // row 37
  for (const std::string coding : {"br", "deflate", "gzip, gzip", "zstd"}) {
    LoopbackServer server({answer("x", "Content-Encoding: " + coding + "\r\n")});
    auto transport = http_transport();
    BOOST_TEST(holds(failure_of([&] { get(*transport, server.origin()); }).text, "Content-Encoding"), coding);
  }
}

BOOST_AUTO_TEST_CASE(memory_is_flat_for_200_megabytes_up_and_down) {
  constexpr std::uint64_t kSize = 200'000'000;
  LoopbackServer server([](Peer& peer) {
    std::uint64_t size = 0;
    while (size < kSize) size += peer.read_some().size();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n");
    const std::string piece(100'000, 'd');
    for (std::uint64_t sent = 0; sent < kSize; sent += piece.size()) peer.send(piece);
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  const auto before = peak_kilobytes();
  Counting source(kSize);
  Measuring sink;
  transport->send(upload(server.origin(), source), {}, &sink);
  BOOST_TEST(sink.size == kSize);
  const auto growth = peak_kilobytes() - before;
  BOOST_TEST_MESSAGE("peak memory grew by " << growth << " KB");
  BOOST_TEST(growth < 16 * 1024);
}

BOOST_AUTO_TEST_SUITE_END()
