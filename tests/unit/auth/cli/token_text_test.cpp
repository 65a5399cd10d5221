// Tokens and times as tools print them: rows 206, 219 and 220.
#include "auth/cli_token.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>

using databricks::detail::parse_cli_token;
using databricks::detail::parse_expiry;
using namespace std::chrono_literals;

namespace {

// The machine's zone while it lives.
class Zone {
 public:
  explicit Zone(const char* name) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    set(name);
  }
  ~Zone() { set(old_.c_str()); }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  static void set(const char* name) {
    *name ? ::setenv("TZ", name, 1) : ::unsetenv("TZ");
    ::tzset();
  }
  std::string old_{};
};

std::int64_t nanoseconds(std::string_view text) {
  const auto time = parse_expiry(text);
  BOOST_REQUIRE_MESSAGE(time, text);
  return std::chrono::nanoseconds(time->time_since_epoch()).count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(token_text)

BOOST_AUTO_TEST_CASE(t219_exact_instants) {
  constexpr std::int64_t kSecond = 1'000'000'000, kBase = 1'710'930'600;  // 2024-03-20T10:30:00Z
  struct Row {
    const char* text;
    std::int64_t expected;
  };
  const Row rows[] = {
      {"2024-03-20T10:30:00Z", kBase * kSecond},
      {"2024-03-20T10:30:00.123456789Z", kBase * kSecond + 123'456'789},
      {"2024-03-20T10:30:00.5+01:00", (kBase - 3600) * kSecond + 500'000'000},
      {"2024-03-20T10:30:00-09:30", (kBase + 9 * 3600 + 1800) * kSecond},
      {"2024-03-20 10:30:00+01:00", (kBase - 3600) * kSecond},
      {" 1710930600 ", kBase * kSecond},
      {"1710930600.7", kBase * kSecond},
      {"0", 0},
      {"-1", -kSecond},
      // In the zone of the test, four hours behind.
      {"2024-03-20 10:30:00", (kBase + 4 * 3600) * kSecond},
      {"2024-03-20 10:30:00.654321", (kBase + 4 * 3600) * kSecond + 654'321'000},
      {"2024-03-20T10:30:00.25", (kBase + 4 * 3600) * kSecond + 250'000'000},
  };
  const Zone zone("XXX4");
  for (const auto& row : rows) BOOST_TEST(nanoseconds(row.text) == row.expected, row.text);
}

BOOST_AUTO_TEST_CASE(t219_local_time_knows_summer) {
  const Zone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  BOOST_TEST(nanoseconds("2024-01-20 10:30:00") == nanoseconds("2024-01-20T10:30:00+01:00"));
  BOOST_TEST(nanoseconds("2024-07-20 10:30:00") == nanoseconds("2024-07-20T10:30:00+02:00"));
}

BOOST_AUTO_TEST_CASE(t220_no_time_at_all) {
  for (const char* text : {"", " ", "soon", "2024-03-20", "2024-13-20T10:30:00Z", "2024-02-30 10:30:00", "12x", "0x10",
                           "2024-03-20T25:00:00Z", "2024-03-20 10:30:00 ", "2024-03-20T10:30:00.1234567890Z", "nan",
                           "2024-03-20T10:30:00ZZ", "20240320T103000Z", "true"}) {
    const bool trimmed = std::string_view(text) == "2024-03-20 10:30:00 ";
    BOOST_TEST(parse_expiry(text).has_value() == trimmed, text);
  }
}

BOOST_AUTO_TEST_CASE(far_away_is_far_away) {
  const auto now = std::chrono::system_clock::now();
  for (const char* text : {"9999-12-31T23:59:59Z", "9999-12-31 23:59:59", "99999999999999", "1e300", "inf"}) {
    BOOST_TEST((parse_expiry(text).value() > now + std::chrono::hours(24 * 365 * 100)), text);
  }
  for (const char* text : {"0001-01-01T00:00:00Z", "-1e300"}) {
    BOOST_TEST((parse_expiry(text).value() < now - std::chrono::hours(24 * 365 * 100)), text);
  }
}

BOOST_AUTO_TEST_CASE(both_tools_and_their_types) {
  const auto az =
      parse_cli_token(R"({"accessToken":" t ","tokenType":"bearer","expires_on":"1710930600","tenant":"x"})");
  BOOST_TEST(az.access_token == "t");
  BOOST_TEST(az.token_type == "Bearer");
  BOOST_TEST((az.expiry.value() == std::chrono::system_clock::time_point(1710930600s)));
  const auto cli = parse_cli_token(
      "\n"
      R"({"access_token":"t","token_type":"Odd","expiry":"2024-03-20T10:30:00Z"})");
  BOOST_TEST(cli.token_type == "Odd");
  BOOST_TEST((cli.expiry == az.expiry));
  const auto for_ever = parse_cli_token(R"({"access_token":"t","expiry":"0001-01-01T00:00:00Z"})");
  BOOST_TEST(!for_ever.expiry);
  BOOST_TEST(for_ever.token_type == "Bearer");
  // The epoch is surer, and when it is none the other counts.
  const auto second = parse_cli_token(R"({"accessToken":"t","expires_on":"","expiresOn":"2024-03-20T10:30:00Z"})");
  BOOST_TEST((second.expiry == az.expiry));
}

BOOST_AUTO_TEST_SUITE_END()
