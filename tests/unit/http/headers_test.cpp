#include <boost/test/unit_test.hpp>

#include <databricks/error.hpp>
#include <databricks/http.hpp>

using databricks::Headers;
using databricks::InvalidArgument;

BOOST_AUTO_TEST_SUITE(headers)

BOOST_AUTO_TEST_CASE(names_compare_without_case) {
  Headers h{{"Content-Type", "a"}};
  BOOST_REQUIRE(h.find("content-type"));
  BOOST_TEST(*h.find("CONTENT-TYPE") == "a");
  BOOST_TEST(!h.find("content-typ"));
}

BOOST_AUTO_TEST_CASE(set_replaces_all_values) {
  Headers h;
  h.add_received("x", "1");
  h.add_received("y", "2");
  h.add_received("X", "3");
  h.set("X", "4");
  BOOST_TEST(h.size() == 2);
  BOOST_TEST(*h.find("x") == "4");
}

BOOST_AUTO_TEST_CASE(row_115_set_refuses_line_breaks_and_nul_without_showing_the_value) {
  for (const std::string& bad : {std::string("secret\r\nEvil: 1"), std::string("secret\nx"), std::string("secret\r"),
                                 std::string("secret\0x", 8)}) {
    Headers h;
    BOOST_CHECK_EXCEPTION(h.set("X-Name", bad), InvalidArgument, [](const InvalidArgument& error) {
      const std::string text = error.what();
      return text.find("X-Name") != std::string::npos && text.find("secret") == std::string::npos;
    });
    BOOST_TEST(h.size() == 0);
  }
}

BOOST_AUTO_TEST_CASE(set_refuses_what_is_no_token) {
  Headers h;
  for (const std::string bad : {"", "a b", "a:b", "a\r\nb", "\xc3\xa9", "a(b)"}) {
    BOOST_CHECK_THROW(h.set(bad, "v"), InvalidArgument);
  }
  h.set("!#$%&'*+-.^_`|~09azAZ", "v");
  BOOST_TEST(h.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
