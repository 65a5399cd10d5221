// Where an answer ends, also when it lies about it.
#include "calls.hpp"

using namespace test;
using databricks::http_transport;
using databricks::TransportPhase;

namespace {

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

LoopbackServer::Script say_and_close(std::string text) {
  return [text](Peer& peer) {
    peer.read_request();
    peer.send(text);
  };
}

databricks::HttpResponse response_to(const std::string& text) {
  LoopbackServer server(say_and_close(text));
  return get(*http_transport(), server.origin());
}

Failure failure_after(const std::string& text) {
  LoopbackServer server(say_and_close(text));
  auto transport = http_transport();
  return failure_of([&] { get(*transport, server.origin()); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(framing)

BOOST_AUTO_TEST_CASE(row_32_a_body_shorter_than_announced_is_an_error_with_the_count) {
  const auto failed = failure_after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + std::string(60, 'x'));
  BOOST_TEST((failed.phase == TransportPhase::receive));
  BOOST_TEST(!failed.timed_out);
  BOOST_TEST(holds(failed.text, "ended early, after 60 of 100 bytes"));
}

BOOST_AUTO_TEST_CASE(row_33_a_cut_chunked_body_is_an_error_wherever_it_is_cut) {
  const std::string whole = kChunked + "5\r\nhello\r\n1f;x=y\r\n" + std::string(31, 'z') + "\r\n0\r\nA: b\r\n\r\n";
  for (auto size = kChunked.size(); size < whole.size(); ++size) {
    const auto failed = failure_after(whole.substr(0, size));
    BOOST_TEST((failed.phase == TransportPhase::receive));
    BOOST_TEST(holds(failed.text, "ended early"));
  }
  BOOST_TEST(response_to(whole).body == "hello" + std::string(31, 'z'));
}

BOOST_AUTO_TEST_CASE(row_34_chunks_with_extensions_and_trailers) {
  const auto got = response_to(kChunked + "3;a=b;c\r\nabc\r\n0A \r\n0123456789\r\n0;last\r\nX: y\r\nZ: w\r\n\r\n");
  BOOST_TEST(got.body == "abc0123456789");
}

BOOST_AUTO_TEST_CASE(malformed_chunks) {
  for (const std::string body : {"x\r\nabc\r\n", "\r\nabc", "-1\r\nabc", "0x3\r\nabc\r\n0\r\n\r\n",
                                 "3\r\nabcd\r\n0\r\n\r\n", "11111111111111111\r\nabc", "3 3\r\nab"}) {
    BOOST_TEST((failure_after(kChunked + body).phase == TransportPhase::receive), body);
  }
}

BOOST_AUTO_TEST_CASE(chunks_byte_by_byte) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    for (const char c : kChunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n") {
      peer.send({&c, 1});
      peer.pause(1ms);
    }
    peer.wait_until_closed();
  });
  BOOST_TEST(get(*http_transport(), server.origin()).body == "hello world");
}

BOOST_AUTO_TEST_CASE(row_39_answers_without_content) {
  LoopbackServer server({"HTTP/1.1 204 No Content\r\n\r\n", answer(""),
                         "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", answer("last")});
  auto transport = http_transport();
  BOOST_TEST(get(*transport, server.origin()).status == 204);
  BOOST_TEST(get(*transport, server.origin()).body == "");
  BOOST_TEST(get(*transport, server.origin()).status == 304);
  BOOST_TEST(get(*transport, server.origin()).body == "last");
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(row_40_head_with_content_length_has_no_body) {
  LoopbackServer server({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", answer("next")});
  auto transport = http_transport();
  const auto got = transport->send(request(server.origin(), "HEAD"), {}, nullptr);
  BOOST_TEST(got.body == "");
  BOOST_TEST(*got.headers.find("Content-Length") == "5");
  BOOST_TEST(get(*transport, server.origin()).body == "next");
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(row_40_interim_answers_are_ignored) {
  const auto got =
      response_to("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer("ok"));
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.body == "ok");
  BOOST_TEST(!got.headers.find("Link"));
  BOOST_TEST(holds(failure_after("HTTP/1.1 101 Switching\r\n\r\n").text, "protocol nobody asked for"));
}

BOOST_AUTO_TEST_CASE(without_length_the_body_ends_with_the_connection) {
  BOOST_TEST(response_to("HTTP/1.1 200 OK\r\n\r\nall of it").body == "all of it");
  BOOST_TEST(response_to("HTTP/1.0 200\r\n\r\nold").body == "old");
}

BOOST_AUTO_TEST_CASE(contradicting_lengths) {
  BOOST_TEST(response_to("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2, 2\r\n\r\nok").body == "ok");
  for (const std::string lengths :
       {"Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: -1\r\n", "Content-Length: +2\r\n",
        "Content-Length: 2 2\r\n", "Content-Length: 0x2\r\n", "Content-Length: 99999999999999999999\r\n"}) {
    BOOST_TEST(holds(failure_after("HTTP/1.1 200 OK\r\n" + lengths + "\r\nok").text, "Content-Length"), lengths);
  }
  for (const std::string coding : {"gzip", "gzip, chunked", "chunked, chunked", "xchunked"}) {
    const auto failed = failure_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");
    BOOST_TEST(holds(failed.text, "Transfer-Encoding"), coding);
  }
}

BOOST_AUTO_TEST_CASE(a_length_beside_chunks_is_not_believed_and_ends_the_connection) {
  LoopbackServer server(
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"});
  auto transport = http_transport();
  BOOST_TEST(get(*transport, server.origin()).body == "ab");
  BOOST_TEST(get(*transport, server.origin()).body == "ab");
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(what_is_no_http) {
  for (const std::string text :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 20\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nName : v\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n"}) {
    BOOST_TEST((failure_after(text).phase == TransportPhase::receive), text);
  }
  BOOST_TEST(response_to("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok").body == "ok");
  BOOST_TEST(response_to("HTTP/1.1 200 OK\nContent-Length: 2\n\nok").body == "ok");
}

BOOST_AUTO_TEST_CASE(long_headers_are_read_and_endless_ones_are_not) {
  const std::string value(40'000, 'v');
  BOOST_TEST((*response_to(answer("ok", "X: " + value + "\r\n")).headers.find("X") == value));
  BOOST_TEST(holds(failure_after("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'v')).text, "longer than 64 KiB"));
}

BOOST_AUTO_TEST_SUITE_END()
