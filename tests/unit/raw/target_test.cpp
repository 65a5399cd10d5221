// Where a call without declaration goes.
#include "request/target.hpp"
#include "request/form.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace databricks;
using detail::parse_target;

const std::string kHost = "https://my.example.com";

}  // namespace

BOOST_AUTO_TEST_SUITE(targets)

BOOST_AUTO_TEST_CASE(paths_stay_at_the_host_of_the_client) {
  const std::pair<const char*, const char*> rows[] = {
      {"/api/2.0/x", "/api/2.0/x"},
      {"api/2.0/x", "/api/2.0/x"},
      {"/", "/"},
      {"?a=b", "/?a=b"},
      {"/x?to=http://a.b/c@d", "/x?to=http://a.b/c@d"},
      {"x/y:z", "/x/y:z"},
      {"/a//b/%2F", "/a//b/%2F"},
  };
  for (const auto& [text, target] : rows) {
    const auto parsed = parse_target(text, kHost);
    BOOST_TEST(parsed.origin == kHost);
    BOOST_TEST(parsed.target == target);
    BOOST_TEST(parsed.is_ours);
  }
}

BOOST_AUTO_TEST_CASE(urls_are_ours_by_scheme_name_and_port) {
  struct Row {
    const char* text;
    const char* host;
    bool is_ours;
    const char* target;
  };
  const Row rows[] = {
      {"https://my.example.com/a?b", "https://my.example.com", true, "/a?b"},
      {"HTTPS://My.Example.COM:443/A", "https://my.example.com", true, "/A"},
      {"https://my.example.com", "https://my.example.com:443", true, "/"},
      {"http://my.example.com:80?x", "http://my.example.com", true, "/?x"},
      {"https://[::1]:8443/a", "https://[::1]:8443", true, "/a"},
      {"http://my.example.com/a", "https://my.example.com", false, "/a"},
      {"https://my.example.com:444/a", "https://my.example.com", false, "/a"},
      {"https://my.example.com.evil.com/a", "https://my.example.com", false, "/a"},
      {"https://evil.com/my.example.com", "https://my.example.com", false, "/my.example.com"},
      {"https://example.com/", "https://my.example.com", false, "/"},
      {"https://my.example.com\\.evil.com/", "https://my.example.com", false, "/"},
      {"https://a.b/c@d", "https://my.example.com", false, "/c@d"},
      {"https://a.b/", "", false, "/"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      const auto parsed = parse_target(row.text, row.host);
      BOOST_TEST(parsed.is_ours == row.is_ours);
      BOOST_TEST(parsed.target == row.target);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_target_is_refused_and_not_shown) {
  for (const std::string& bad : {std::string(""),
                                 std::string("/a planted-secret"),
                                 std::string("/planted-secret\n"),
                                 std::string("/planted-secret\xc3\xa4"),
                                 std::string("/planted-secret\0", 16),
                                 std::string("/planted-secret\x7f"),
                                 std::string("/x#planted-secret"),
                                 std::string("//evil.com/planted-secret"),
                                 std::string("https://user:planted-secret@my.example.com/"),
                                 std::string("https://planted-secret@a.b"),
                                 std::string("ftp://a.b/planted-secret"),
                                 std::string("https:/a/planted-secret"),
                                 std::string("https:"),
                                 std::string("https://"),
                                 std::string("https:///planted-secret"),
                                 std::string("javascript:planted-secret"),
                                 std::string("://a/b"),
                                 std::string("https://a.b:99999/"),
                                 std::string("https://a.b:x/"),
                                 std::string("https://[::1/planted-secret")}) {
    BOOST_TEST_CONTEXT(bad) {
      BOOST_CHECK_EXCEPTION(parse_target(bad, kHost), InvalidArgument, [](const Error& error) {
        return std::string(error.what()).find("planted-secret") == std::string::npos;
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(forms_are_encoded) {
  BOOST_TEST(detail::form_body({}) == "");
  BOOST_TEST(detail::form_body({{"a b", "c d  e"}, {"", ""}, {"x", "1+1=2&\xc3\xa4\n"}}) ==
             "a+b=c+d++e&=&x=1%2B1%3D2%26%C3%A4%0A");
}

BOOST_AUTO_TEST_SUITE_END()
