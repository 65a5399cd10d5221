#include "config/host.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

using databricks::ConfigError;
using databricks::parse_host;

BOOST_AUTO_TEST_SUITE(host)

BOOST_AUTO_TEST_CASE(t77_t78_t79_t85_t86_t87_normal_forms) {
  const std::pair<std::string, std::string> forms[] = {
      {"https://a.b", "https://a.b"},
      {"https://a.b/", "https://a.b"},
      {"a.b", "https://a.b"},
      {"a.b/", "https://a.b"},
      {"a.b///", "https://a.b"},
      {"a.b:443", "https://a.b"},
      {"https://a.b:443/", "https://a.b"},
      {"https://a.b:", "https://a.b"},
      {"https://a.b:8443/", "https://a.b:8443"},
      {"http://a.b:443", "http://a.b:443"},
      {"http://localhost:123", "http://localhost:123"},
      {"localhost:123", "https://localhost:123"},
      {"127.0.0.1:8080", "https://127.0.0.1:8080"},
      {"https://[::1]:443", "https://[::1]"},
      {"https://[::1]:8080", "https://[::1]:8080"},
      {"HTTPS://A.B", "https://a.b"},
      {" https://a.b\n", "https://a.b"},
      {"https://a.b/browse/x?o=1", "https://a.b"},
      {"https://a.b?o=1", "https://a.b"},
      {"https://a.b#top", "https://a.b"},
      {"a.b/?next=https://c.d", "https://a.b"},
      {"http://[::1]:8080", "http://[::1]:8080"},
      {"https://a.b:65535", "https://a.b:65535"},
  };
  for (const auto& [given, expected] : forms) BOOST_TEST(parse_host(given).url == expected, given);
}

BOOST_AUTO_TEST_CASE(t80_t81_t82_t83_promotion_of_the_query) {
  BOOST_TEST(parse_host("https://a.b/?o=123").workspace_id == "123");
  BOOST_TEST(parse_host("https://a.b/x/y?o=123#job/1").workspace_id == "123");
  BOOST_TEST(parse_host("https://a.b/?o=abc").workspace_id == "");
  BOOST_TEST(parse_host("https://a.b/?o=99999999999999999999").workspace_id == "");
  BOOST_TEST(parse_host("https://a.b/?o=5&w=conn-1").workspace_id == "conn-1");
  BOOST_TEST(parse_host("https://a.b/?workspace_id=7&account_id=A").workspace_id == "7");
  BOOST_TEST(parse_host("https://a.b/?workspace_id=7&account_id=A").account_id == "A");
  BOOST_TEST(parse_host("https://a.b/?account_id=B&a=A").account_id == "A");
  BOOST_TEST(parse_host("https://a.b/?w=conn%2D1").workspace_id == "conn-1");
  BOOST_TEST(parse_host("https://a.b/?w=1%0d%0aX-Y:z&o=5").workspace_id == "5");
  BOOST_TEST(parse_host("https://a.b/?oo=1&o").workspace_id == "");
}

BOOST_AUTO_TEST_CASE(t85_a_dropped_path_is_told) {
  for (const std::string with : {"https://a.b/x", "a.b/x/y?o=1", "a.b//x"}) BOOST_TEST(parse_host(with).had_path, with);
  for (const std::string without : {"a.b", "a.b/", "a.b//?o=1", "a.b#x/y", "a.b/?x=/y"}) {
    BOOST_TEST(!parse_host(without).had_path, without);
  }
}

BOOST_AUTO_TEST_CASE(t88_t89_t90_refused) {
  for (const std::string bad : {"https://", "https://:443", "  ", "/path"}) {
    BOOST_CHECK_EXCEPTION(parse_host(bad), ConfigError, [](const auto& error) {
      return std::string(error.what()).find("no host configured") != std::string::npos;
    });
  }
  for (const std::string bad : {"ftp://a.b", "https://u:planted-secret@a.b", "u:planted-secret@a.b", "https://a b",
                                "https://a.b:x", "https://a.b:123456", "https://a.b:65536", "https://[::1]x:1",
                                "https://a[b", "[]", "https://a\r\nb", "https://[::1"}) {
    BOOST_CHECK_EXCEPTION(parse_host(bad), ConfigError, [](const auto& error) {
      return std::string(error.what()).find("secret") == std::string::npos;
    });
  }
}

BOOST_AUTO_TEST_CASE(bare_names) {
  const std::pair<std::string, std::string> names[] = {
      {"https://a.b", "a.b"}, {"https://a.b:8443", "a.b"}, {"https://[::1]:1", "[::1]"}, {"a.b/x", "a.b"}, {"", ""}};
  for (const auto& [url, name] : names) BOOST_TEST(databricks::bare_name(url) == name);
}

BOOST_AUTO_TEST_SUITE_END()
