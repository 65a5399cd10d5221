// What goes over the wire.
#include "calls.hpp"

using namespace test;
using databricks::http_transport;

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(get_has_our_headers_and_no_body) {
  LoopbackServer server({answer("{}", "X-Raw: a%20b%2Fc\r\n")});
  auto transport = http_transport();
  auto sent = request(server.origin());
  sent.headers.set("User-Agent", "sdk/1");
  sent.headers.set("Authorization", "Bearer t");
  const auto got = transport->send(sent, {}, nullptr);
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.reason == "OK");
  BOOST_TEST(got.body == "{}");
  BOOST_TEST(*got.headers.find("x-raw") == "a%20b%2Fc");  // not percent-decoded
  const auto raw = server.requests().at(0);
  BOOST_TEST(raw.starts_with("GET /api/2.0/x?a=b HTTP/1.1\r\n"));
  BOOST_TEST(holds(raw, "\r\nUser-Agent: sdk/1\r\n"));
  BOOST_TEST(holds(raw, "\r\nAuthorization: Bearer t\r\n"));
  BOOST_TEST(holds(raw, "\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
  BOOST_TEST(!holds(raw, "httplib"));
  BOOST_TEST(!holds(raw, "Content-Length"));
  BOOST_TEST(!holds(raw, "Connection"));
}

BOOST_AUTO_TEST_CASE(no_body_is_announced_where_one_is_expected) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  for (const std::string method : {"POST", "PUT", "PATCH"}) {
    transport->send(request(server.origin(), method), {}, nullptr);
    BOOST_TEST(holds(server.requests().back(), "\r\nContent-Length: 0\r\n"));
  }
  transport->send(request(server.origin(), "DELETE"), {}, nullptr);
  BOOST_TEST(!holds(server.requests().back(), "Content-Length"));
}

BOOST_AUTO_TEST_CASE(bodies_of_all_verbs_arrive_as_they_are) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "GET"}) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{20'000}, std::size_t{300'000}}) {
      const std::string body(size, 'x');
      transport->send(request(server.origin(), method, body), {}, nullptr);
      const auto raw = server.requests().back();
      BOOST_TEST(holds(raw, "\r\nContent-Length: " + std::to_string(size) + "\r\n"));
      BOOST_TEST((raw.substr(raw.find("\r\n\r\n") + 4) == body));
    }
  }
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(target_goes_out_unchanged) {
  LoopbackServer server({answer("")});
  auto sent = request(server.origin());
  sent.target = "/a%2Fb/c+d,e;f'g?x=%20&y=+";
  http_transport()->send(sent, {}, nullptr);
  BOOST_TEST(server.requests().at(0).starts_with("GET /a%2Fb/c+d,e;f'g?x=%20&y=+ HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(injection_through_method_or_target_is_refused) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  for (const std::string target : {"", "x", "/a b", "/a\r\nEvil: 1", "/\xc3\xa9"}) {
    auto sent = request(server.origin());
    sent.target = target;
    BOOST_CHECK_THROW(transport->send(sent, {}, nullptr), databricks::InvalidArgument);
  }
  for (const std::string method : {"", "get", "GET /evil HTTP/1.1\r\n"}) {
    BOOST_CHECK_THROW(transport->send(request(server.origin(), method), {}, nullptr), databricks::InvalidArgument);
  }
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(row_115_injection_through_headers_is_refused_however_they_were_filled) {
  LoopbackServer server({answer("")});
  auto transport = http_transport();
  const databricks::Headers::Entry bad[] = {{"X", "planted-secret\r\nEvil: 1"},
                                            {"X", "planted-secret\n"},
                                            {"X", std::string("a\0b", 3)},
                                            {"X\r\nEvil", "1"},
                                            {"", "1"}};
  for (const auto& entry : bad) {
    auto sent = request(server.origin());
    sent.headers = {entry};
    BOOST_CHECK_EXCEPTION(
        transport->send(sent, {}, nullptr), databricks::InvalidArgument,
        [](const databricks::InvalidArgument& error) { return !holds(error.what(), "planted-secret"); });
    sent.headers = {};
    sent.headers.add_received(entry.first, entry.second);
    BOOST_CHECK_THROW(transport->send(sent, {}, nullptr), databricks::InvalidArgument);
  }
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(framing_headers_of_the_caller_do_not_count) {
  LoopbackServer server({answer("")});
  auto sent = request(server.origin(), "POST", "abc");
  sent.headers.set("content-length", "99");
  sent.headers.set("transfer-encoding", "chunked");
  http_transport()->send(sent, {}, nullptr);
  const auto raw = server.requests().at(0);
  BOOST_TEST(holds(raw, "\r\nContent-Length: 3\r\n"));
  BOOST_TEST(!holds(raw, "chunked"));
}

BOOST_AUTO_TEST_SUITE_END()
