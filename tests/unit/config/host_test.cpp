#include "config/host.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

using databricks::ConfigError;
using databricks::parse_host;

BOOST_AUTO_TEST_SUITE(host)

BOOST_AUTO_TEST_CASE(normal_forms) {  // 77 to 79, 85 to 87
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
  };
  for (const auto& [given, expected] : forms) BOOST_TEST(parse_host(given).url == expected, given);
}

BOOST_AUTO_TEST_CASE(promotion_of_query) {  // 80 to 83
  BOOST_TEST(parse_host("https://a.b/?o=123").workspace_id == "123");
  BOOST_TEST(parse_host("https://a.b/x/y?o=123#job/1").workspace_id == "123");
  BOOST_TEST(parse_host("https://a.b/?o=abc").workspace_id == "");
  BOOST_TEST(parse_host("https://a.b/?o=99999999999999999999").workspace_id == "");
  BOOST_TEST(parse_host("https://a.b/?o=5&w=conn-1").workspace_id == "conn-1");
  BOOST_TEST(parse_host("https://a.b/?workspace_id=7&account_id=A").workspace_id == "7");
  BOOST_TEST(parse_host("https://a.b/?workspace_id=7&account_id=A").account_id == "A");
  BOOST_TEST(parse_host("https://a.b/?account_id=B&a=A").account_id == "A");
}

BOOST_AUTO_TEST_CASE(refused) {  // 88 to 90
  for (const std::string bad : {"https://", "https://:443", "  ", "/path"}) {
    BOOST_CHECK_EXCEPTION(parse_host(bad), ConfigError, [](const auto& error) {
      return std::string(error.what()).find("no host configured") != std::string::npos;
    });
  }
  for (const std::string bad : {"ftp://a.b", "https://u:secret@a.b", "u:secret@a.b", "https://a b", "https://a.b:x",
                                "https://a.b:123456", "https://a\r\nb", "https://[::1"}) {
    BOOST_CHECK_EXCEPTION(parse_host(bad), ConfigError, [](const auto& error) {
      return std::string(error.what()).find("secret") == std::string::npos;
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
