// Tokens as text, as this and other SDKs write them.
#include <ctime>

#include "machine.hpp"

using namespace test;
using namespace std::chrono_literals;
using databricks::OAuthToken;
using databricks::token_from_json;

namespace {

const std::chrono::system_clock::time_point kNoon{1'769'860'800s};  // 2026-01-31T12:00:00Z

// A local time of five hours behind UTC, while it lives.
struct NewYork {
  NewYork() {
    ::setenv("TZ", "EST5", 1);
    ::tzset();
  }
  ~NewYork() {
    ::unsetenv("TZ");
    ::tzset();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(token_json)

BOOST_AUTO_TEST_CASE(t251_a_token_comes_back_as_it_was) {
  const OAuthToken whole{.access_token = "a", .token_type = "MAC", .expiry = kNoon + 250ms, .refresh_token = "r"};
  const auto json = databricks::token_to_json(whole);
  BOOST_TEST(json ==
             R"({"access_token":"a","token_type":"MAC","expiry":"2026-01-31T12:00:00.250Z","refresh_token":"r"})");
  const auto back = token_from_json(json);
  BOOST_TEST(back.access_token == "a");
  BOOST_TEST(back.token_type == "MAC");
  BOOST_TEST((back.expiry == whole.expiry));
  BOOST_TEST(back.refresh_token == "r");
  BOOST_TEST(databricks::token_to_json({.access_token = "a"}) == R"({"access_token":"a","token_type":"Bearer"})");
}

BOOST_AUTO_TEST_CASE(t251_expiries_of_other_sdks) {
  const NewYork here;
  const std::pair<std::string, std::optional<std::chrono::system_clock::time_point>> rows[] = {
      {R"("2026-01-31T12:00:00Z")", kNoon},
      {R"("2026-01-31T14:00:00+02:00")", kNoon},
      {R"("2026-01-31T12:00:00.000000001Z")", kNoon + 1ns},
      {R"("2026-01-31T07:00:00")", kNoon},  // local: Python
      {R"("2026-01-31T07:00:00.500000")", kNoon + 500ms},
      {R"("2026-01-31 07:00:00")", kNoon},
      {R"("0001-01-01T00:00:00Z")", std::nullopt},  // Go's never
      {R"("")", std::nullopt},
      {"null", std::nullopt},
      {"1769860800", kNoon},
  };
  for (const auto& [expiry, time] : rows) {
    BOOST_TEST((token_from_json(R"({"access_token":"a","expiry":)" + expiry + '}').expiry == time), expiry);
  }
}

BOOST_AUTO_TEST_CASE(what_may_be_missing_and_what_not) {
  const auto bare = token_from_json(R"( {"access_token":" a\n"} )");
  BOOST_TEST(bare.access_token == "a");
  BOOST_TEST(bare.token_type == "Bearer");
  BOOST_TEST(!bare.expiry.has_value());
  BOOST_TEST(bare.refresh_token.empty());
  BOOST_TEST(token_from_json(R"({"access_token":"a","token_type":"bearer","scope":"x"})").token_type == "Bearer");
  const std::pair<std::string, std::string> rows[] = {
      {"", "not the JSON object of a token"},
      {"\"planted-secret\"", "not the JSON object of a token"},
      {R"({"access_token":"planted-secret")", "not the JSON object of a token"},
      {R"({"access_token":["planted-secret"]})", "not the JSON object of a token"},
      {"{}", "no access_token"},
      {R"({"access_token":"  "})", "no access_token"},
      {R"({"access_token":"planted-secret\r\nX: y"})", "control character"},
      {R"({"access_token":"a","token_type":"planted-secret\u0000"})", "control character"},
      {R"({"access_token":"planted-secret","expiry":"tomorrow"})", "expiry is no time"},
      {R"({"access_token":"planted-secret","expiry":{}})", "expiry is no time"},
      {std::string(100'000, '['), "not the JSON object of a token"},
  };
  for (const auto& [json, error] : rows) {
    const auto text = error_text([&text_of = json] { token_from_json(text_of); });
    BOOST_TEST(holds(text, error), text);
  }
}

BOOST_AUTO_TEST_CASE(what_a_browser_brings_back) {
  using Parameters = databricks::CallbackParameters;
  const std::pair<std::string, Parameters> rows[] = {
      {"", {}},
      {"/callback", {}},
      {"code=1", {}},
      {"?", {}},
      {"/?code=a&state=b", {{"code", "a"}, {"state", "b"}}},
      {"https://h/x?code=a%2Bb+c#code=z", {{"code", "a+b c"}}},
      {"?a=1&a=2", {{"a", "1"}}},
      {"?a&b=&=c&&d==e", {{"a", ""}, {"b", ""}, {"", "c"}, {"d", "=e"}}},
      {"?a=%&b=%4&c=%zz&d=%00", {{"a", "%"}, {"b", "%4"}, {"c", "%zz"}, {"d", std::string(1, '\0')}}},
      {"?c%6fde=x", {{"code", "x"}}},
  };
  for (const auto& [target, parameters] : rows) {
    BOOST_TEST((databricks::callback_parameters(target) == parameters), target);
  }
}

BOOST_AUTO_TEST_CASE(authorization_details_are_an_array) {
  BOOST_TEST(databricks::authorization_details_json(
                 {{.type = "t", .object_type = "o", .object_path = "/p", .actions = {"a", "b"}}}) ==
             R"([{"type":"t","object_type":"o","object_path":"/p","actions":["a","b"]}])");
  BOOST_TEST(databricks::authorization_details_json({}) == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
