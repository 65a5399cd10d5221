// Bodies that mean harm.
#include "answers.hpp"
#include "errors/clean.hpp"
#include "json/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>

using namespace databricks;
using namespace test;

namespace {

constexpr std::size_t kLargest = std::size_t{1} << 20;  // what the transport keeps of an error

std::string repeated(std::string_view part, std::size_t bytes = kLargest) {
  std::string text;
  while (text.size() < bytes) text += part;
  return text;
}

bool is_printable(std::string_view text) {
  return detail::is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
         });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_AUTO_TEST_CASE(large_bodies_cost_little_time) {
  const std::string bodies[] = {
      repeated("<"),
      repeated("<pre>"),
      repeated("<pre "),
      "<pre>" + repeated("<b") + "</pre>",
      "<pre>" + repeated("&") + "</pre>",
      "<pre>" + repeated("&#1") + "</pre>",
      repeated("<title></pre>"),
      repeated("A"),
      repeated("\xFF"),
      repeated("["),
      repeated("{\"a\":"),
      "{\"message\":" + repeated("[") + '}',
      "{\"details\":[" + repeated("0,") + "0]}",
      "{\"details\":[" + repeated("{},") + "0]}",
      "{\"details\":[" + repeated(R"({"@type":"type.googleapis.com/google.rpc.Help","links":[{}]},)") + "0]}",
      "{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[" + repeated("{},") +
          "5]}]}",
      "{\"message\":\"" + repeated("\\u0000") + "\"}",
      "{\"message\":\"" + repeated("Cluster ") + "\",\"error_code\":\"INVALID_PARAMETER_VALUE\"}",
      "{" + repeated("\"message\":\"m\",") + "\"message\":\"last\"}",
      "CODE: " + repeated("\r"),
  };
  const auto get = request("GET", "/api/2.0/clusters/get");
  for (const auto& body : bodies) {
    const auto start = std::chrono::steady_clock::now();
    const auto error = thrown_for(400, body, get);
    const auto elapsed = std::chrono::steady_clock::now() - start;
    BOOST_TEST(is_a<BadRequest>(error), body.substr(0, 40));
    BOOST_TEST(is_printable(what(error)), body.substr(0, 40));
    BOOST_TEST((elapsed < std::chrono::seconds(5)), body.substr(0, 40));  // quadratic would be minutes
  }
}

BOOST_AUTO_TEST_CASE(last_of_very_many_members_wins) {
  const auto error = parse(400, "{" + repeated("\"message\":\"m\",") + "\"message\":\"last\"}");
  BOOST_TEST(error.message == "last");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_not_followed) {
  for (const std::string open : {"[", "{\"a\":"}) {
    const auto error = parse(500, "{\"message\":" + repeated(open, 100'000));
    BOOST_TEST(contains(error.message, "unable to parse response"));
  }
}

BOOST_AUTO_TEST_CASE(foreign_text_cannot_drive_a_terminal) {
  const auto json = parse(answer(400, R"({"message":"a\u001b[2Jb\u0000c\u009bd\r\ne\tf","error_code":"X\u0007"})", "",
                                 {{"x-request-id", "i\x1B[0m"}}));
  const std::string mark = "\xEF\xBF\xBD";
  BOOST_TEST(json.message == "a" + mark + "[2Jb" + mark + "c" + mark + "d\ne\tf");
  BOOST_TEST(json.error_code == "X" + mark);
  BOOST_TEST(json.request_id == "i" + mark + "[0m");
  BOOST_TEST(is_printable(parse(400, "\x1B[2J plain").message));
  BOOST_TEST(is_printable(parse(400, "CODE: \x1B[2J").message));
  BOOST_TEST(is_printable(parse(400, "<pre>\x1B &#27;</pre>", "Rea\x1Bson").message));
  BOOST_TEST(is_printable(parse(400, "<pre>x</pre>", "Rea\x1Bson").error_code));
  BOOST_TEST(is_printable(parse(400, "", "Rea\x1Bson").message));
}

BOOST_AUTO_TEST_CASE(a_service_that_quotes_credentials_is_not_quoted) {
  const std::pair<std::string, std::string> rows[] = {
      {"Invalid access token dapi00planted-secret0123456789", "Invalid access token **REDACTED**"},
      {"got Authorization: Bearer planted-secret-of-some-length", "got Authorization: **REDACTED**"},
      {"no user for password=planted-secret", "no user for password=**REDACTED**"},
      {"Invalid value: 5", "Invalid value: 5"},
      {"The token is expired", "The token is expired"},
  };
  for (const auto& [said, shown] : rows) {
    for (const auto& body : {R"({"error_code":"X","message":")" + said + "\"}", "X: " + said}) {
      BOOST_TEST(parse(400, body).message == shown);
    }
  }
}

BOOST_AUTO_TEST_CASE(clean_text_cases) {
  const std::string mark = "\xEF\xBF\xBD";
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"a\tb\nc", "a\tb\nc"},
      {"a\r\nb\rc\r", "a\nb" + mark + "c" + mark},
      {"\r\r\n", mark + "\n"},
      {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {"\xC2\x9B", mark},
      {"\xC2\xA0", "\xC2\xA0"},
      {"\xC2", mark},
      {std::string("\0", 1), mark},
      {"\x7F", mark},
  };
  for (const auto& [given, expected] : cases) BOOST_TEST(detail::clean_text(given) == expected);
}

BOOST_AUTO_TEST_CASE(an_excerpt_ends_with_a_whole_character) {
  const auto error = parse(400, "x" + repeated("\xE2\x82\xAC", 4000));
  BOOST_TEST(detail::is_utf8(error.message));
  BOOST_TEST(error.message.size() < 1200);
}

BOOST_AUTO_TEST_SUITE_END()
