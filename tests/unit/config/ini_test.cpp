#include "config/ini.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>

using databricks::ConfigError;
using databricks::parse_ini;

namespace {

// What `key` is in [s] when the line stands there.
std::string value_of(const std::string& line) {
  auto file = parse_ini("[s]\n" + line + "\n", "f").sections;
  return file["s"]["key"];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ini)

BOOST_AUTO_TEST_CASE(t64_t65_t67_t68_values) {
  BOOST_TEST(value_of("key = value") == "value");
  BOOST_TEST(value_of("key=value") == "value");
  BOOST_TEST(value_of("  \tkey\t=\t value \t") == "value");
  BOOST_TEST(value_of("key: https://a.b") == "https://a.b");
  BOOST_TEST(value_of("key = a=b:c") == "a=b:c");
  BOOST_TEST(value_of("KEY = value") == "value");
  BOOST_TEST(value_of("key = abc#def") == "abc#def");
  BOOST_TEST(value_of("key = abc # note") == "abc");
  BOOST_TEST(value_of("key = abc ;note") == "abc");
  BOOST_TEST(value_of("key = # note") == "");
  BOOST_TEST(value_of("key = %(x)s %d") == "%(x)s %d");
  BOOST_TEST(value_of("key = a\\") == "a\\");
}

BOOST_AUTO_TEST_CASE(t66_quotes) {
  BOOST_TEST(value_of("key = \"abc\"") == "abc");
  BOOST_TEST(value_of("key = 'a # b'  # note") == "a # b");
  BOOST_TEST(value_of("key = \"abc") == "\"abc");
  BOOST_TEST(value_of("key = \"a\"b") == "\"a\"b");
  BOOST_TEST(value_of("key = \"") == "\"");
  BOOST_TEST(value_of("key = \"\"") == "");
}

BOOST_AUTO_TEST_CASE(comments_and_empty_lines) {
  BOOST_TEST(value_of("# key = a\n; key = b\n\n  # x\nkey = c") == "c");
}

BOOST_AUTO_TEST_CASE(t62_t63_line_ends_and_byte_order_mark) {
  auto file = parse_ini("\xef\xbb\xbf[s]\r\nkey = a\r\n\rother = b\r[t]\nlast = c", "f").sections;
  BOOST_TEST(file["s"]["key"] == "a");
  BOOST_TEST(file["s"]["other"] == "b");
  BOOST_TEST(file["t"]["last"] == "c");
}

BOOST_AUTO_TEST_CASE(t73_sections) {
  auto file =
      parse_ini("early = 1\n[ a b ]\nkey = 1\n[A B]\n[a b] # again\nkey = 2\nkey2 = 3\n[x.y-z]\nk = v\n", "f").sections;
  BOOST_TEST(file["DEFAULT"]["early"] == "1");
  BOOST_TEST(file["a b"]["key"] == "2");
  BOOST_TEST(file["a b"]["key2"] == "3");
  BOOST_TEST(file["x.y-z"]["k"] == "v");
  BOOST_TEST(file["A B"].empty());
}

BOOST_AUTO_TEST_CASE(empty_value_is_unset) {
  BOOST_TEST(parse_ini("[s]\nkey =\nother = 1\n", "f").sections["s"].size() == 1);
  BOOST_TEST(value_of("key = a\nkey =") == "");
}

BOOST_AUTO_TEST_CASE(t72_errors_have_a_line_and_no_text) {
  for (const std::string bad : {"dapisecret", "  dapisecret", "[dapisecret", "[]", "= dapisecret", "[a] dapisecret"}) {
    BOOST_CHECK_EXCEPTION(parse_ini("[s]\nkey = v\n" + bad + "\n", "/the/file"), ConfigError, [](const auto& error) {
      const std::string text = error.what();
      return text.find("/the/file line 3") != std::string::npos && text.find("secret") == std::string::npos;
    });
  }
  BOOST_CHECK_THROW(parse_ini("\xff\xfe[\0s\0", "f"), ConfigError);
}

BOOST_AUTO_TEST_CASE(t73_duplicate_keys_warn_without_their_values) {
  const auto file = parse_ini("[s]\ntoken = planted-secret\nTOKEN = planted-secret2\n[t]\ntoken = x\n", "/the/file");
  BOOST_REQUIRE(file.warnings.size() == 1);
  BOOST_TEST(file.warnings[0] == "/the/file line 3: token is set again, the last wins");
  BOOST_TEST(file.sections.at("s").at("token") == "planted-secret2");
}

BOOST_AUTO_TEST_CASE(hostile_files) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "key" + std::to_string(i) + " = v\n";
  BOOST_TEST(parse_ini(many, "f").sections["DEFAULT"].size() == 100'000);
  const std::string long_value(1 << 20, 'x');
  BOOST_TEST(value_of("key = " + long_value) == long_value);
  BOOST_TEST(value_of(std::string("key = a\0b", 9)) == std::string("a\0b", 3));
  BOOST_TEST(value_of("key = \xff\xfe") == "\xff\xfe");
  BOOST_CHECK_THROW(parse_ini(std::string(1 << 20, '['), "f"), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()
