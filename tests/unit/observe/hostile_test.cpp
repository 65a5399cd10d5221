// Bodies that are made to hurt: deep, huge, and full of what makes a scanner look twice. All of it must be linear.
#include "json/utf8.hpp"
#include "observe/redact.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace {

using namespace databricks;

std::string repeated(const std::string& text, std::size_t size) {
  std::string out;
  while (out.size() < size) out += text;
  return out;
}

BOOST_AUTO_TEST_CASE(deep_nesting_falls_back_to_text_and_is_still_masked) {
  const std::string deep = R"({"token_value":"planted-secret","a":)" + std::string(100'000, '[');
  const auto shown = detail::shown_body(deep, "application/json", 96);
  BOOST_TEST(shown.find("planted-secret") == std::string::npos);
  BOOST_TEST(shown.find("\"token_value\":**REDACTED**") == 1U);
  const std::string whole = std::string(200, '[') + R"({"token_value":"planted-secret"})" + std::string(200, ']');
  BOOST_TEST(detail::shown_body(whole, "application/json", 1000).find("planted-secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(huge_bodies_are_shown_by_their_beginning) {
  const std::string huge = "[" + repeated(R"({"token_value":"planted-secret"},)", 8 << 20) + "1]";
  const auto shown = detail::shown_body(huge, "application/json", 96);
  BOOST_TEST(shown.size() < 200U);
  BOOST_TEST(shown.find("planted-secret") == std::string::npos);
  BOOST_TEST(shown.find("more bytes)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_repeats_takes_linear_time) {
  const auto start = std::chrono::steady_clock::now();
  for (const char* piece :
       {"[",          "{\"a\":", "\"",   "\\",       "\\\"",      "a",           "token ", "\"token\":", "\"token\":\"",
        "token=[",    "://",     "eyJ",  "Bearer ",  "\xFF",      "%",           "&",      "=",          "'",
        "token:\\\\", "\\u",     "[[],", "{\"\":1,", "\"url\":[", "\"url\":\"?", "url\":'"}) {
    const std::string text = repeated(piece, 3 << 20);
    for (const char* type : {"application/json", "text/plain", "application/x-www-form-urlencoded"}) {
      BOOST_TEST(detail::is_utf8(detail::shown_body(text, type, std::size_t{1} << 20)));
      BOOST_TEST(detail::excerpt(text, type, 1024).size() <= 1024U);
    }
    BOOST_TEST(detail::is_utf8(detail::shown_target(text)));
  }
  // Quadratic time would be hours.
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::minutes(2)));
}

}  // namespace
