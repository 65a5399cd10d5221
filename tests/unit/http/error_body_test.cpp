// The bodies of answers with status 400 and more: small, or not read to their end; never the cause of a throw.
#include <thread>

#include "streams.hpp"

using namespace test;
using databricks::http_transport;

namespace {

std::string not_found(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 404 Not Found\r\n" + headers + "\r\n" + body;
}

std::string sized(const std::string& body) {
  return not_found("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(error_bodies)

BOOST_AUTO_TEST_CASE(row_79_of_100_megabytes_only_the_first_part_is_read) {
  for (const bool is_chunked : {false, true}) {
    LoopbackServer server([&](Peer& peer) {
      peer.read_request();
      peer.send(not_found(is_chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 104857600\r\n", ""));
      const std::string piece(1 << 20, 'e');
      for (int i = 0; i < 100; ++i) peer.send(is_chunked ? "100000\r\n" + piece + "\r\n" : piece);
      peer.wait_until_closed();
    });
    auto transport = http_transport();
    for (const std::size_t most : {std::size_t{1} << 20, std::size_t{10}}) {
      const auto got = get(*transport, server.origin(), {.max_error_bytes = most});
      BOOST_TEST(got.status == 404);
      BOOST_TEST(got.body.size() == most);
      BOOST_TEST(got.body_bytes == most);
      BOOST_TEST(holds(got.body_problem, "first " + std::to_string(most) + " bytes"));
    }
    BOOST_TEST(server.connections() == 2);
  }
}

BOOST_AUTO_TEST_CASE(a_body_of_exactly_the_limit_is_whole) {
  LoopbackServer server(
      {sized("0123456789"), not_found("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n0\r\n\r\n"),
       not_found("Content-Encoding: gzip\r\nContent-Length: " + std::to_string(gzip("0123456789").size()) + "\r\n",
                 gzip("0123456789"))});
  auto transport = http_transport();
  for (int i = 0; i < 3; ++i) {
    const auto got = get(*transport, server.origin(), {.max_response_bytes = 1, .max_error_bytes = 10});
    BOOST_TEST(got.body == "0123456789");
    BOOST_TEST(got.body_problem == "");
  }
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(no_limit_when_it_is_zero) {
  LoopbackServer server({sized(std::string(3 << 20, 'e'))});
  const auto got = get(*http_transport(), server.origin(), {.max_error_bytes = 0});
  BOOST_TEST(got.body.size() == 3u << 20);
  BOOST_TEST(got.body_problem == "");
}

BOOST_AUTO_TEST_CASE(silence_and_the_end_of_time_inside_the_body) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.send(not_found("Content-Length: 9\r\n", "abc"));
    peer.wait_until_closed();
  });
  auto transport = http_transport();
  const auto silent = get(*transport, server.origin(), {.inactivity_timeout = 50ms});
  BOOST_TEST(silent.status == 404);
  BOOST_TEST(silent.body == "abc");
  BOOST_TEST(holds(silent.body_problem, "nothing happened for 0.05 s"));
  const auto late = get(*transport, server.origin(), {.total_timeout = 50ms});
  BOOST_TEST(late.body == "abc");
  BOOST_TEST(holds(late.body_problem, "time limit of 0.05 s"));
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(cancellation_inside_the_body_still_throws) {
  LoopbackServer server([](Peer& peer) {
    peer.read_request();
    peer.send(not_found("Content-Length: 9\r\n", "abc"));
    peer.wait_until_closed();
  });
  std::stop_source stop;
  std::thread canceller([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  const auto failed = failure_of([&] { get(*http_transport(), server.origin(), {.stop = stop.get_token()}); });
  canceller.join();
  BOOST_TEST(failed.cancelled);
  BOOST_TEST(failed.elapsed.count() < 1000);
}

BOOST_AUTO_TEST_CASE(bodies_that_make_no_sense_leave_the_status) {
  const struct {
    const char* headers;
    const char* body;
    const char* problem;
  } cases[] = {{"Content-Length: 3\r\nContent-Encoding: gzip\r\n", "abc", "compressed answer is damaged"},
               {"Content-Length: 3\r\nContent-Encoding: br\r\n", "abc", "Content-Encoding other than gzip"},
               {"Content-Length: 3\r\nContent-Length: 4\r\n", "abcd", "no proper Content-Length"},
               {"Transfer-Encoding: chunked\r\n", "zz\r\nabc", "malformed chunk size"},
               {"Transfer-Encoding: gzip\r\n", "abc", "Transfer-Encoding other than chunked"}};
  for (const auto& [headers, body, problem] : cases) {
    LoopbackServer server({not_found(headers, body)});
    auto transport = http_transport();
    for (int i = 0; i < 2; ++i) {
      const auto got = get(*transport, server.origin());
      BOOST_TEST(got.status == 404);
      BOOST_TEST(got.reason == "Not Found");
      BOOST_TEST(got.headers.size() > 0);
      BOOST_TEST(holds(got.body_problem, problem), got.body_problem);
    }
    BOOST_TEST(server.connections() == 2);
  }
}

BOOST_AUTO_TEST_CASE(row_38_a_bomb_in_an_error_is_cut_like_any_other_body) {
  const auto bomb = gzip(std::string(50 << 20, '\0'));
  LoopbackServer server(
      {not_found("Content-Encoding: gzip\r\nContent-Length: " + std::to_string(bomb.size()) + "\r\n", bomb)});
  const auto got = get(*http_transport(), server.origin());
  BOOST_TEST(got.body.size() == 1u << 20);
  BOOST_TEST(holds(got.body_problem, "first 1048576 bytes"));
}

BOOST_AUTO_TEST_SUITE_END()
