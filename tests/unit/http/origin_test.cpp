#include "http/origin.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

using databricks::InvalidArgument;
using databricks::parse_origin;

BOOST_AUTO_TEST_SUITE(origin)

BOOST_AUTO_TEST_CASE(ports_and_schemes) {
  const auto plain = parse_origin("https://a.b");
  BOOST_TEST(plain.tls);
  BOOST_TEST(plain.port == "443");
  BOOST_TEST(plain.host_header == "a.b");
  BOOST_TEST(parse_origin("https://a.b:443").host_header == "a.b");
  BOOST_TEST(parse_origin("https://a.b:8443").host_header == "a.b:8443");
  BOOST_TEST(parse_origin("http://a.b:443").host_header == "a.b:443");
  BOOST_TEST(!parse_origin("http://a.b").tls);
}

BOOST_AUTO_TEST_CASE(addresses) {
  const auto six = parse_origin("https://[::1]:8080");
  BOOST_TEST(six.host == "::1");
  BOOST_TEST(six.host_is_address);
  BOOST_TEST(six.host_header == "[::1]:8080");
  BOOST_TEST(parse_origin("http://127.0.0.1:1").host_is_address);
  BOOST_TEST(!parse_origin("http://127.example").host_is_address);
}

BOOST_AUTO_TEST_CASE(refuses_the_rest_without_echo) {
  for (const std::string bad :
       {"", "a.b", "ftp://a.b", "https://", "https://:443", "https://a.b/", "https://a.b:0", "https://a.b:65536",
        "https://a.b:x", "https://[::1", "https://a b", "https://user:secret@a.b"}) {
    BOOST_CHECK_EXCEPTION(parse_origin(bad), InvalidArgument, [](const InvalidArgument& error) {
      return std::string(error.what()).find("secret") == std::string::npos;
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
