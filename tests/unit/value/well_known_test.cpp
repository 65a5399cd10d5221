// Timestamps, durations and field masks: reference runtime.md 3.4, rows 104 to 107 of its test cases.
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

using databricks::Duration;
using databricks::FieldMask;
using databricks::Timestamp;

namespace {

struct Times {
  databricks::optional<Timestamp> at{};
  databricks::optional<Duration> within{};
  databricks::optional<FieldMask> mask{};
  Timestamp plain{};
};
BOOST_DESCRIBE_STRUCT(Times, (), (at, within, mask, plain))

std::string normal(std::string_view text) { return Timestamp::parse(text).text(); }
std::string normal_duration(std::string_view text) { return Duration::parse(text).text(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(well_known_values)

BOOST_AUTO_TEST_CASE(row_104_timestamps_have_0_to_9_digits_of_fraction) {
  BOOST_TEST(normal("2024-01-31T12:34:56Z") == "2024-01-31T12:34:56Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.5Z") == "2024-01-31T12:34:56.500Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.123Z") == "2024-01-31T12:34:56.123Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.1234Z") == "2024-01-31T12:34:56.123400Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.000001Z") == "2024-01-31T12:34:56.000001Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.123456789Z") == "2024-01-31T12:34:56.123456789Z");
  BOOST_TEST(normal("2024-01-31T12:34:56.000000000Z") == "2024-01-31T12:34:56Z");
  BOOST_TEST(Timestamp::parse("1969-12-31T23:59:59.5Z").seconds == -1);
  BOOST_TEST(normal("1969-12-31T23:59:59.5Z") == "1969-12-31T23:59:59.500Z");
}

BOOST_AUTO_TEST_CASE(row_104_timestamps_have_offsets_and_lower_case_letters) {
  BOOST_TEST(normal("2024-01-01t00:30:00z") == "2024-01-01T00:30:00Z");
  BOOST_TEST(normal("2024-01-01T00:30:00+01:00") == "2023-12-31T23:30:00Z");
  BOOST_TEST(normal("2024-01-01T00:30:00-23:59") == "2024-01-02T00:29:00Z");
  BOOST_TEST(normal("2024-01-01T00:30:00.25+05:30") == "2023-12-31T19:00:00.250Z");
}

BOOST_AUTO_TEST_CASE(row_105_timestamps_follow_the_calendar) {
  BOOST_TEST(normal("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
  BOOST_TEST(normal("9999-12-31T23:59:59.999999999Z") == "9999-12-31T23:59:59.999999999Z");
  BOOST_TEST(normal("2024-02-29T00:00:00Z") == "2024-02-29T00:00:00Z");
  BOOST_TEST(normal("2000-02-29T00:00:00Z") == "2000-02-29T00:00:00Z");
  BOOST_TEST(Timestamp::parse("1970-01-01T00:00:00Z").seconds == 0);
  BOOST_TEST(Timestamp::parse("2038-01-19T03:14:08Z").seconds == 2147483648);
}

BOOST_AUTO_TEST_CASE(rows_104_and_105_what_is_no_timestamp_is_refused) {
  for (const auto* bad : {"",
                          "2024",
                          "2024-01-31",
                          "2024-01-31T12:34:56",
                          "2024-01-31 12:34:56Z",
                          "2024-01-31T12:34:56.Z",
                          "2024-01-31T12:34:56.1234567890Z",
                          "2024-01-31T12:34:60Z",
                          "2024-01-31T24:00:00Z",
                          "2024-01-31T12:60:00Z",
                          "2023-02-29T00:00:00Z",
                          "1900-02-29T00:00:00Z",
                          "2024-04-31T00:00:00Z",
                          "2024-13-01T00:00:00Z",
                          "2024-00-10T00:00:00Z",
                          "2024-01-00T00:00:00Z",
                          "10000-01-01T00:00:00Z",
                          "0000-01-01T00:00:00Z",
                          "0001-01-01T00:00:00+00:01",
                          "9999-12-31T23:59:59-00:01",
                          "2024-01-31T12:34:56+1:00",
                          "2024-01-31T12:34:56+01:60",
                          "2024-01-31T12:34:56+24:00",
                          "2024-01-31T12:34:56Zx",
                          "2024-01-31T12:34:56ZZ",
                          "+024-01-31T12:34:56Z",
                          "2024-1-31T12:34:56Z",
                          " 2024-01-31T12:34:56Z"}) {
    BOOST_CHECK_THROW(Timestamp::parse(bad), std::invalid_argument);
  }
  BOOST_CHECK_THROW(Timestamp(253402300800, 0).text(), std::out_of_range);
  BOOST_CHECK_THROW(Timestamp(-62135596801, 0).text(), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(timestamps_agree_with_the_c_library) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 10'000; ++i) {
    const auto seconds = static_cast<std::int64_t>(random() % 315'537'897'600) - 62'135'596'800;
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                  parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    BOOST_TEST_REQUIRE(Timestamp(seconds, 0).text() == text);
    BOOST_TEST_REQUIRE(Timestamp::parse(text).seconds == seconds);
  }
}

BOOST_AUTO_TEST_CASE(timestamps_convert_from_and_to_chrono) {
  using namespace std::chrono;
  BOOST_TEST(Timestamp(sys_days(year(2024) / 2 / 29) + 1500ms).text() == "2024-02-29T00:00:01.500Z");
  BOOST_CHECK(Timestamp(-1, 500'000'000).time() == sys_time<nanoseconds>(-500ms));
}

BOOST_AUTO_TEST_CASE(row_106_durations) {
  BOOST_TEST(normal_duration("0s") == "0s");
  BOOST_TEST(normal_duration("-1.5s") == "-1.500s");
  BOOST_TEST(normal_duration("-0.5s") == "-0.500s");
  BOOST_TEST(normal_duration("1.000000001s") == "1.000000001s");
  BOOST_TEST(normal_duration("1.0000010s") == "1.000001s");
  BOOST_TEST(normal_duration("007s") == "7s");
  BOOST_TEST(normal_duration("315576000000s") == "315576000000s");
  BOOST_TEST(normal_duration("-315576000000s") == "-315576000000s");
  const auto negative = Duration::parse("-1.5s");
  BOOST_TEST(negative.seconds == -1);
  BOOST_TEST(negative.nanoseconds == -500'000'000);
  BOOST_TEST(Duration(std::chrono::milliseconds(-1500)).text() == "-1.500s");
  for (const auto* bad : {"", "1", "s", "1.s", ".5s", "+1s", "1.0000000001s", "1 s", "1sx", "1m", "--1s", "1e3s",
                          "315576000001s", "-315576000001s", "315576000000.000000001s", "99999999999999999999999s"}) {
    BOOST_CHECK_THROW(Duration::parse(bad), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(row_107_field_masks) {
  const auto paths = [](std::string_view text) { return FieldMask::parse(text).paths.size(); };
  BOOST_TEST(paths("") == 0u);
  BOOST_TEST(paths("a") == 1u);
  BOOST_TEST(paths("*") == 1u);
  BOOST_TEST(paths("a.b,c") == 2u);
  BOOST_TEST(FieldMask::parse("a, b").paths.at(1) == " b");
  for (const auto* text : {"", "a", "a.b,display_name", "*", "a, b", ","}) {
    BOOST_TEST(FieldMask::parse(text).text() == text);
  }
}

BOOST_AUTO_TEST_CASE(in_json_they_are_text_and_empty_text_is_unset) {
  const std::string text =
      R"({"at":"2024-02-29T00:00:00Z","within":"3.500s","mask":"a,b","plain":"1970-01-01T00:00:01Z"})";
  BOOST_TEST(databricks::to_json(databricks::from_json<Times>(text)) == text);
  const auto times = databricks::from_json<Times>(R"({"at":"","within":"","mask":"","plain":""})");
  BOOST_TEST(!times.at.has_value());
  BOOST_TEST(!times.at.is_null());
  BOOST_TEST(!times.within.has_value());
  BOOST_TEST(!times.mask.has_value());
  BOOST_TEST(times.plain.seconds == 0);
}

BOOST_AUTO_TEST_CASE(in_json_bad_ones_are_errors_that_name_the_place) {
  for (const auto* bad : {R"({"at":"yesterday"})", R"({"at":5})", R"({"at":{}})"}) {
    BOOST_CHECK_EXCEPTION(databricks::from_json<Times>(bad), databricks::JsonError,
                          [](const auto& error) { return error.path() == "$.at"; });
  }
  BOOST_CHECK_THROW(databricks::from_json<Times>(R"({"within":"1m"})"), databricks::JsonError);
  const Times times{.at = Timestamp(253402300800, 0)};
  BOOST_CHECK_EXCEPTION(databricks::to_json(times), databricks::JsonError,
                        [](const auto& error) { return error.path() == "$.at"; });
}

BOOST_AUTO_TEST_SUITE_END()
