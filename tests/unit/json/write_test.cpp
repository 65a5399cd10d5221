// The rules of writing: reference runtime.md 3.1, rows 91 to 93 of its test cases.
#include "shapes.hpp"

#include <limits>
#include <sstream>

using namespace shapes;
using databricks::from_json;
using databricks::to_json;

BOOST_AUTO_TEST_SUITE(writing)

BOOST_AUTO_TEST_CASE(row_91_set_means_sent) {
  BOOST_TEST(to_json(Task{}) == R"({"task_key":""})");
  BOOST_TEST(to_json(Task{.task_key = "k", .description = "", .timeout_seconds = 0, .weight = 0.0, .enabled = false}) ==
             R"({"task_key":"k","description":"","timeout_seconds":0,"weight":0,"enabled":false})");
  BOOST_TEST(to_json(Task{.description = databricks::null, .fallback = databricks::null}) ==
             R"({"task_key":"","description":null,"fallback":null})");
  BOOST_TEST(to_json(Task{.state = databricks::null, .parameters = databricks::null}) ==
             R"({"task_key":"","state":null,"parameters":null})");
  BOOST_TEST(to_json(Job{}) == "{}");
}

BOOST_AUTO_TEST_CASE(row_93_empty_lists_maps_and_objects_are_sent_if_set) {
  const Job job{.settings = Settings{.tasks = databricks::empty, .tags = databricks::empty}};
  BOOST_TEST(to_json(job) == R"({"settings":{"tasks":[],"tags":{}}})");
  BOOST_TEST(to_json(Job{.settings = Settings{}}) == R"({"settings":{}})");
}

BOOST_AUTO_TEST_CASE(row_92_read_and_written_is_the_same) {
  for (
      const std::string text :
      {R"({"job_id":0,"settings":{"name":"","tasks":[{"task_key":"","timeout_seconds":0,"enabled":false,"fallback":{"task_key":"x"}}],"tags":{"a":"","b":"c"}}})",
       R"({"job_id":9223372036854775807,"settings":{"tasks":[],"matrix":[[],[1,-2]],"extra":{"a":[1.50,{"b":null}]}}})",
       R"({"job_id":null,"settings":null})"}) {
    BOOST_TEST(to_json(from_json<Job>(text)) == text);
  }
}

BOOST_AUTO_TEST_CASE(integers_are_numbers_over_their_whole_range) {
  BOOST_TEST(to_json(Job{.job_id = INT64_MIN}) == R"({"job_id":-9223372036854775808})");
  BOOST_TEST(to_json(std::uint64_t{UINT64_MAX}) == "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(doubles_are_the_shortest_that_read_back) {
  BOOST_TEST(to_json(0.1) == "0.1");
  BOOST_TEST(to_json(1.0) == "1");
  BOOST_TEST(to_json(1e300) == "1e+300");
  BOOST_TEST(to_json(-0.0) == "-0");
  BOOST_TEST(to_json(0.1f) == "0.1");
  for (const double x : {5e-324, std::numeric_limits<double>::max(), 1.0 / 3, 123456789.125}) {
    BOOST_TEST(from_json<double>(to_json(x)) == x);
  }
}

template <class T>
void check_unwritable(const T& object, std::string_view path, std::string_view part) {
  try {
    to_json(object);
    BOOST_ERROR("no error at " << path);
  } catch (const databricks::JsonError& error) {
    BOOST_TEST(error.path() == path);
    BOOST_TEST(std::string_view(error.what()).find(part) != std::string_view::npos, error.what());
  }
}

BOOST_AUTO_TEST_CASE(what_json_can_not_say_is_an_error_that_names_the_place) {
  Job job{.settings = Settings{.tasks = {Task{}, Task{}}}};
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    job.settings->tasks[1].weight = bad;
    check_unwritable(job, "$.settings.tasks[1].weight", "NaN or infinity");
  }
  job.settings->tasks[1].weight = 1;
  job.settings->tasks[1].fallback = Task{.parameters = {"ok", "\xFF"}};
  check_unwritable(job, "$.settings.tasks[1].fallback.parameters[1]", "not valid UTF-8");
  check_unwritable(Settings{.tags = {{"key", "\xC3"}}}, "$.tags.key", "not valid UTF-8");
  check_unwritable(Settings{.tags = {{"\xC3", "value"}}}, "$.tags[\"\xEF\xBF\xBD\"]", "not valid UTF-8");
  check_unwritable(Settings{.extra = "{"}, "$.extra", "not valid JSON");
  check_unwritable(Settings{.extra = "1 2"}, "$.extra", "not valid JSON");
  check_unwritable(Settings{.extra = "\"\\ud800\""}, "$.extra", "not valid JSON");
  check_unwritable(Standard{.state = static_cast<State>(77)}, "$.state", "no enumerator");
}

BOOST_AUTO_TEST_CASE(text_is_escaped_no_more_than_needed) {
  BOOST_TEST(to_json(std::string("\"\\/\b\f\n\r\t\x01\x1F\x7F<>&'")) ==
             "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F<>&'\"");
  BOOST_TEST(to_json(std::string("a\0b", 3)) == "\"a\\u0000b\"");
  BOOST_TEST(to_json(std::string("\xC3\xA9\xF0\x9F\x98\x80 long enough to be scanned by words \xE2\x82\xAC")) ==
             "\"\xC3\xA9\xF0\x9F\x98\x80 long enough to be scanned by words \xE2\x82\xAC\"");
  // Wherever the special character falls in a word.
  for (std::size_t i = 0; i < 40; ++i) {
    std::string text(40, 'x');
    text[i] = '"';
    BOOST_TEST(from_json<std::string>(to_json(text)) == text);
  }
}

BOOST_AUTO_TEST_CASE(texts_longer_than_the_buffer_are_written_whole) {
  for (const std::size_t size : {4090u, 4095u, 4096u, 4097u, 100'000u}) {
    Settings settings{.name = std::string(size, 'n')};
    settings.extra.text = '"' + std::string(size, 'e') + '"';
    BOOST_TEST((from_json<Settings>(to_json(settings)) == settings));
  }
}

BOOST_AUTO_TEST_CASE(free_form_json_is_checked_and_compacted) {
  BOOST_TEST(to_json(Settings{.extra = " { \"a\" : [ 1.50 , \"\\u00e9\" ] } "}) ==
             "{\"extra\":{\"a\":[1.50,\"\xC3\xA9\"]}}");
  BOOST_TEST(to_json(Settings{.extra = ""}) == "{}");
  BOOST_TEST(to_json(databricks::RawJson()) == "null");
  BOOST_TEST(to_json(std::vector<databricks::RawJson>{"", "1"}) == "[null,1]");
}

BOOST_AUTO_TEST_CASE(what_can_not_be_left_out_is_empty_or_null) {
  BOOST_TEST(to_json(databricks::list<int>{}) == "[]");
  BOOST_TEST(to_json(databricks::map<int>{}) == "{}");
  BOOST_TEST(to_json(databricks::list<int>{databricks::null}) == "null");
  BOOST_TEST(to_json(databricks::list<databricks::list<int>>{{}, {1}}) == "[[],[1]]");
  BOOST_TEST(to_json(std::vector<databricks::optional<int>>{1, std::nullopt}) == "[1,null]");
  BOOST_TEST(to_json(databricks::optional<int>{}) == "null");
}

struct Stream {
  databricks::Source contents{"abc"};
  databricks::Bytes bytes{};
};
BOOST_DESCRIBE_STRUCT(Stream, (), (contents, bytes))

BOOST_AUTO_TEST_CASE(sources_are_left_out_and_bytes_are_text) {
  BOOST_TEST(to_json(Stream{}) == "{}");
  BOOST_TEST(to_json(Stream{.bytes = {"a\xFF"}}) == "{\"bytes\":\"a\xEF\xBF\xBD\"}");
}

BOOST_AUTO_TEST_CASE(indented_text_is_for_people) {
  const Settings settings{.name = "n", .tasks = databricks::empty, .tags = {{"a", "1"}, {"b", "2"}}};
  BOOST_TEST(to_json(settings, {.indent = 2}) ==
             "{\n  \"name\": \"n\",\n  \"tasks\": [],\n  \"tags\": {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }\n}");
}

struct Credentials {
  std::string user{};
  databricks::optional<std::string> token{};
  databricks::optional<std::string> password{};
  databricks::map<std::string> headers{};
  databricks::RawJson raw{};
  databricks::boxed<Credentials> inner{};
  databricks::list<std::string> secret{};
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (user, token, password, headers, raw, inner, secret))

BOOST_AUTO_TEST_CASE(secrets_are_masked_at_every_depth) {
  const Credentials credentials{
      .user = "u",
      .token = "hunter2",
      .password = databricks::null,
      .headers = {{"Client_Secret", "hunter2"}, {"plain", "shown"}},
      .raw = R"({"a":[{"Access_Token":{"deep":["hunter2"]},"b":1},{"token":null}],"password":"hunter2"})",
      .inner = Credentials{.token = "hunter2", .secret = {"hunter2"}}};
  BOOST_TEST(to_json(credentials, {.mask_secrets = true}) ==
             R"({"user":"u","token":"**REDACTED**","password":null,)"
             R"("headers":{"Client_Secret":"**REDACTED**","plain":"shown"},)"
             R"("raw":{"a":[{"Access_Token":"**REDACTED**","b":1},{"token":null}],"password":"**REDACTED**"},)"
             R"("inner":{"user":"","token":"**REDACTED**","secret":"**REDACTED**"}})");
  std::ostringstream stream;
  databricks::print(stream, databricks::type_of<Credentials>(), &credentials);
  BOOST_TEST(stream.str().find("hunter2") == std::string::npos);
  BOOST_TEST(to_json(credentials).find("hunter2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(printing_never_fails) {
  std::ostringstream stream;
  stream << Task{.task_key = "\xFF", .weight = std::numeric_limits<double>::quiet_NaN()};
  BOOST_TEST(stream.str() == "{\"task_key\":\"\xEF\xBF\xBD\",\"weight\":\"NaN\"}");
  std::ostringstream other;
  other << Settings{.extra = "{token: hunter2"};
  BOOST_TEST(other.str() == "{\"extra\":\"(not valid JSON)\"}");
}

BOOST_AUTO_TEST_SUITE_END()
