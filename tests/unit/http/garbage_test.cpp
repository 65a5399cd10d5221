// Answers that are no HTTP, or HTTP that two readers could read differently. All of them are errors that another
// attempt would not mend.
#include <random>

#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportFault;

namespace {

LoopbackServer::Script say_and_wait(std::string text) {
  return [text](Peer& peer) {
    peer.read_request();
    peer.send(text);
    peer.wait_until_closed();
  };
}

Failure failure_after(const std::string& text) {
  LoopbackServer server(say_and_wait(text));
  return failure_of([&] { get(*http_transport(), server.origin(), {.inactivity_timeout = 5s}); });
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";
const std::string kNul(1, '\0');

}  // namespace

BOOST_AUTO_TEST_SUITE(garbage)

BOOST_AUTO_TEST_CASE(malformed_answers_are_permanent_failures) {
  std::string many_headers = kOk;
  for (int i = 0; i < 1001; ++i) many_headers += "A: b\r\n";
  std::string many_trailers = kChunked + "0\r\n";
  for (int i = 0; i < 400; ++i) many_trailers += "T: " + std::string(97, 't') + "\r\n";
  std::string many_interims;
  for (int i = 0; i < 101; ++i) many_interims += "HTTP/1.1 103 Hints\r\n\r\n";
  const struct {
    std::string text;
    const char* problem;
  } cases[] = {
      {"SSH-2.0-OpenSSH\r\n\r\n", "not HTTP/1.1"},
      {"\r\n\r\n" + answer("x"), "not HTTP/1.1"},
      {"HTTP/2 200\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.+ 100 OK\r\nContent-Length: 3\r\n\r\n!", "not HTTP/1.1"},
      {"HTTP/1.1 200\tOK\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.1 -20 OK\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.1 099 OK\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.1 200 O" + kNul + "K\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.1 200 \x1b[31m\r\n\r\n", "not HTTP/1.1"},
      {"HTTP/1.1 101 Switching\r\n\r\n", "protocol nobody asked for"},
      {"HTTP/1.1 1x0 Continue\r\n\r\n", "not HTTP/1.1"},
      {many_interims + answer("x"), "interim answers without end"},
      {kOk + "no colon\r\n\r\n", "malformed header line"},
      {kOk + ": v\r\n\r\n", "malformed header line"},
      {kOk + "Name : v\r\n\r\n", "malformed header line"},
      {kOk + "Na me: v\r\n\r\n", "malformed header line"},
      {kOk + "A: b\r\n folded\r\n\r\n", "malformed header line"},
      {kOk + "A: b\r\n\tfolded\r\n\r\n", "malformed header line"},
      {kOk + "A: b" + kNul + "c\r\n\r\n", "malformed header line"},
      {kOk + "A" + kNul + ": b\r\n\r\n", "malformed header line"},
      {kOk + "A: b\rEvil: c\r\n\r\n", "malformed header line"},
      {many_headers + "\r\n", "more than 1000 header lines"},
      {kOk + "X: " + std::string(70'000, 'v'), "longer than 64 KiB"},
      {kOk + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "Content-Length"},
      {kOk + "Content-Length: 2, 3\r\n\r\nabc", "Content-Length"},
      {kOk + "Content-Length: -2\r\n\r\nab", "Content-Length"},
      {kOk + "Content-Length: 18446744073709551616\r\n\r\nab", "Content-Length"},
      {kOk + "Content-Length: 2.0\r\n\r\nab", "Content-Length"},
      {kOk + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding"},
      {kOk + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "Content-Encoding"},
      {kChunked + "-1\r\nabc\r\n", "malformed chunk size"},
      {kChunked + "10000000000000000\r\nabc\r\n", "malformed chunk size"},
      {kChunked + "\r\nabc\r\n", "malformed chunk size"},
      {kChunked + "3\r\nabcd\r\n", "longer than announced"},
      {kChunked + "3;" + std::string(5000, 'x') + "\r\nabc\r\n0\r\n\r\n", "longer than 4096 bytes"},
      {kChunked + std::string(100'000, '0'), "longer than 4096 bytes"},
      {many_trailers + "\r\n", "a line in the chunked answer is longer"},
      {kChunked + "0\r\nT: " + std::string(100'000, 't'), "longer than 32768 bytes"},
  };
  for (const auto& [text, problem] : cases) {
    const auto failed = failure_after(text);
    BOOST_TEST((failed.fault == TransportFault::permanent), text.substr(0, 100));
    BOOST_TEST(holds(failed.text, problem), text.substr(0, 100) + " gave " + failed.text);
  }
}

BOOST_AUTO_TEST_CASE(long_lines_within_the_limits_are_read) {  // cpp-httplib's own limit is 8 KiB
  LoopbackServer server(
      {answer("ok", "X: " + std::string(60'000, 'v') + "\r\n"),
       kChunked + "2;" + std::string(4000, 'x') + "\r\nok\r\n0\r\nT: " + std::string(30'000, 't') + "\r\n\r\n"});
  auto transport = http_transport();
  BOOST_TEST(get(*transport, server.origin()).headers.find("x")->size() == 60'000);
  BOOST_TEST(get(*transport, server.origin()).body == "ok");
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(row_40_many_interim_answers) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "HTTP/1.1 1" + std::to_string(i % 90 + 10) + " Wait\r\nA: b\r\n\r\n";
  LoopbackServer server({text + answer("ok")});
  BOOST_TEST(get(*http_transport(), server.origin()).body == "ok");
}

BOOST_AUTO_TEST_CASE(what_follows_the_body_is_not_taken_for_an_answer) {
  LoopbackServer server([](Peer& peer) {
    if (!peer.read_request().empty()) peer.send(answer("ok") + answer("smuggled"));
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  for (int i = 0; i < 3; ++i) BOOST_TEST(get(*transport, server.origin()).body == "ok");
  BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(a_204_that_announces_a_body_ends_the_connection) {
  LoopbackServer server({"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"});
  auto transport = http_transport();
  for (int i = 0; i < 2; ++i) BOOST_TEST(get(*transport, server.origin()).status == 204);
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(random_bytes_never_become_an_answer) {
  std::minstd_rand random(1);
  const auto noise = [&](std::string text, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(random() & 0xff);
    return text;
  };
  for (int i = 0; i < 60; ++i) {
    LoopbackServer server([text = noise("", 200) + "\r\n\r\n"](Peer& peer) {
      peer.read_request();
      peer.send(text);
    });
    BOOST_TEST((failure_of([&] { get(*http_transport(), server.origin()); }).fault == TransportFault::permanent));
  }
  for (int i = 0; i < 60; ++i) {
    const auto packed = noise(kOk + "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08", 200);
    LoopbackServer server([packed](Peer& peer) {
      peer.read_request();
      peer.send(packed);
    });
    BOOST_TEST(holds(failure_of([&] { get(*http_transport(), server.origin()); }).text, "compressed answer"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
