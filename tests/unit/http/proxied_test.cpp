// An exchange the way it goes to a proxy: with the absolute form of the target, and with headers for the proxy.
#include "http/exchange.hpp"

#include "calls.hpp"

using namespace test;

BOOST_AUTO_TEST_SUITE(proxied)

BOOST_AUTO_TEST_CASE(target_prefix_and_proxy_headers_are_sent) {
  LoopbackServer proxy({answer("ok")});
  const databricks::HttpLimits limits;
  const auto sent = request("http://service.example");
  databricks::Watch watch(sent.origin, limits);
  const auto port = std::to_string(proxy.port());
  const databricks::Origin at_proxy{.host = "127.0.0.1", .port = port, .host_is_address = true};
  databricks::Connection connection(std::make_unique<databricks::Channel>(databricks::connect_to(at_proxy, watch)));
  const databricks::Origin origin{.host_header = "service.example"};
  const databricks::Headers proxy_headers{{"Proxy-Authorization", "Basic eDp5"}};
  bool source_read = false;
  const auto got = databricks::exchange(connection, origin, sent, watch, nullptr, source_read, "http://service.example",
                                        &proxy_headers);
  BOOST_TEST(got.response.body == "ok");
  BOOST_TEST(got.keep_alive);
  const auto raw = proxy.requests().at(0);
  BOOST_TEST(raw.starts_with("GET http://service.example/api/2.0/x?a=b HTTP/1.1\r\n"));
  BOOST_TEST(holds(raw, "\r\nHost: service.example\r\n"));
  BOOST_TEST(holds(raw, "\r\nProxy-Authorization: Basic eDp5\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
