// The rules of reading: reference runtime.md 3.2, rows 92 to 102 of its test cases.
#include "shapes.hpp"

#include <cmath>
#include <limits>

using namespace shapes;
using databricks::from_json;
using databricks::Presence;
using databricks::to_json;

BOOST_AUTO_TEST_SUITE(reading)

BOOST_AUTO_TEST_CASE(unset_null_zero_and_empty_are_four_things) {
  const auto task = from_json<Task>(R"({"description":null,"timeout_seconds":0,"parameters":[]})");
  BOOST_TEST(task.description.is_null());
  BOOST_TEST(!task.description.has_value());
  BOOST_TEST(task.timeout_seconds.has_value());
  BOOST_TEST(*task.timeout_seconds == 0);
  BOOST_TEST(!task.weight.has_value());
  BOOST_TEST(!task.weight.is_null());
  BOOST_TEST(task.parameters.has_value());
  BOOST_TEST(task.parameters.empty());
  BOOST_TEST(!from_json<Task>("{}").parameters.has_value());
  BOOST_TEST(from_json<Task>(R"({"parameters":null,"fallback":null,"state":null})").parameters.is_null());
  BOOST_TEST(from_json<Task>(R"({"description":""})").description.has_value());
  BOOST_CHECK_THROW(*task.weight, databricks::unset_field);
  BOOST_CHECK_THROW(*task.description, databricks::unset_field);
  BOOST_CHECK_THROW(task.fallback->task_key.size(), databricks::unset_field);
}

BOOST_AUTO_TEST_CASE(null_of_what_has_no_null_leaves_it_as_it_is) {
  const auto object = from_json<Standard>(
      R"({"text":null,"number":null,"truth":null,"real":null,"state":null,"maybe":null,"numbers":null})");
  BOOST_TEST(object.text == "before");
  BOOST_TEST(object.number == 5);
  BOOST_TEST(object.truth);
  BOOST_TEST(object.state == State::RUNNING);
  BOOST_TEST(!object.maybe.has_value());
}

BOOST_AUTO_TEST_CASE(standard_types_work_as_members) {
  const auto object = from_json<Standard>(
      R"({"text":"t","number":-3,"truth":false,"real":0.25,"state":"PENDING","maybe":"m","numbers":[1,2],
          "groups":{"a":["x","y"],"b":[]},"task":{"task_key":"k"}})");
  BOOST_TEST(object.text == "t");
  BOOST_TEST(object.number == -3);
  BOOST_TEST(!object.truth);
  BOOST_TEST(object.real == 0.25);
  BOOST_TEST(object.state == State::PENDING);
  BOOST_TEST(object.maybe.value() == "m");
  BOOST_TEST(object.numbers == (std::vector{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(object.groups.at("a").size() == 2u);
  BOOST_TEST(object.groups.at("b").empty());
  BOOST_TEST(object.task.value().task_key == "k");
}

BOOST_AUTO_TEST_CASE(missing_members_keep_what_they_held) {
  Settings settings{.name = "n", .tasks = {Task{.task_key = "old"}}, .tags = {{"a", "1"}}};
  databricks::read_json(databricks::type_of<Settings>(), &settings, R"({"tasks":[{"weight":1}]})");
  BOOST_TEST(*settings.name == "n");
  BOOST_TEST(settings.tasks.size() == 1u);
  BOOST_TEST(settings.tasks[0].task_key.empty());
  BOOST_TEST(settings.tags.size() == 1u);
  databricks::read_json(databricks::type_of<Settings>(), &settings, R"({"tags":{"b":"2"}})");
  BOOST_TEST(settings.tags.count("a") == 0u);
}

BOOST_AUTO_TEST_CASE(row_94_int64_as_number_and_as_text) {
  for (const auto* text : {R"({"job_id":9223372036854775807})", R"({"job_id":"9223372036854775807"})"}) {
    BOOST_TEST(*from_json<Job>(text).job_id == INT64_MAX);
  }
  BOOST_TEST(*from_json<Job>(R"({"job_id":-9223372036854775808})").job_id == INT64_MIN);
  BOOST_TEST(*from_json<Job>(R"({"job_id":"-9223372036854775808"})").job_id == INT64_MIN);
}

BOOST_AUTO_TEST_CASE(row_95_integral_forms_are_integers_and_others_are_errors) {
  const auto id = [](std::string_view number) {
    return *from_json<Job>(R"({"job_id":)" + std::string(number) + "}").job_id;
  };
  BOOST_TEST(id("1e3") == 1000);
  BOOST_TEST(id("1.0") == 1);
  BOOST_TEST(id("-12.50E1") == -125);
  BOOST_TEST(id("120e-1") == 12);
  BOOST_TEST(id("0.0e5") == 0);
  BOOST_TEST(id("-0") == 0);
  BOOST_TEST(id("9.223372036854775807e18") == INT64_MAX);
  BOOST_TEST(id("\"1e3\"") == 1000);
  for (const auto* bad : {"9223372036854775808", "-9223372036854775809", "1e19", "1e400", "\"9223372036854775808\"",
                          "\"1e99999999999\""}) {
    check_error<Job>(R"({"job_id":)" + std::string(bad) + "}", "$.job_id", "out of range for 64 bits");
  }
  for (const auto* bad : {"1.5", "1e-1", "\"x\"", "\"\"", "\" 1\"", "\"+1\"", "\"1.\"", "\".5\"", "\"1e\"", "\"1e+\"",
                          "\"0x10\"", "\"1 \"", "\"-\"", "1e-400"}) {
    check_error<Job>(R"({"job_id":)" + std::string(bad) + "}", "$.job_id", "not an integer");
  }
}

template <class T>
struct Number {
  T n{};
};
BOOST_DESCRIBE_STRUCT(Number<std::int8_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::uint8_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::int16_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::uint16_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::int32_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::uint32_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<std::uint64_t>, (), (n))
BOOST_DESCRIBE_STRUCT(Number<float>, (), (n))

template <class T>
void check_limits(const std::string& above, const std::string& below) {
  using Limits = std::numeric_limits<T>;
  for (const T n : {Limits::min(), Limits::max()}) {
    const Number<T> number{n};
    const std::string text = to_json(number);
    BOOST_TEST(text == "{\"n\":" + std::to_string(n) + "}");
    BOOST_TEST(from_json<Number<T>>(text).n == n);
  }
  for (const auto& bad : {above, below, '"' + above + '"', '"' + below + '"'}) {
    check_error<Number<T>>("{\"n\":" + bad + "}", "$.n", "out of range");
  }
}

BOOST_AUTO_TEST_CASE(integers_of_every_size_know_their_range) {
  check_limits<std::int8_t>("128", "-129");
  check_limits<std::uint8_t>("256", "-1");
  check_limits<std::int16_t>("32768", "-32769");
  check_limits<std::uint16_t>("65536", "-1");
  check_limits<std::int32_t>("2147483648", "-2147483649");
  check_limits<std::uint32_t>("4294967296", "-1");
  check_limits<std::uint64_t>("18446744073709551616", "-1");
}

BOOST_AUTO_TEST_CASE(doubles_are_the_nearest_to_their_digits) {
  const auto weight = [](std::string_view number) {
    return *from_json<Task>(R"({"weight":)" + std::string(number) + "}").weight;
  };
  BOOST_TEST(weight("0.1") == 0.1);
  // Digits that Boost.JSON's own conversion rounds wrongly.
  for (const auto* digits : {"2.2250738585072011e-308", "1.7976931348623157e308", "9007199254740993", "0.3", "15.32",
                             "123456789012345678901234567890", "4.9406564584124654e-324"}) {
    BOOST_TEST(weight(digits) == std::strtod(digits, nullptr), digits);
  }
  BOOST_TEST(weight("1e-400") == 0.0);
  BOOST_TEST(std::signbit(weight("-0")));
  BOOST_TEST(weight("\"2.5\"") == 2.5);
  BOOST_TEST(weight("7") == 7.0);
  for (const auto* bad : {"1e309", "-1e309", "\"1e309\""}) {
    check_error<Task>(R"({"weight":)" + std::string(bad) + "}", "$.weight", "out of range");
  }
  for (const auto* bad : {"\"NaN\"", "\"nan\"", "\"inf\"", "\"-Infinity\"", "\"\"", "\"1.\"", "\"0x1p3\"", "\"1 \""}) {
    check_error<Task>(R"({"weight":)" + std::string(bad) + "}", "$.weight", "not a number");
  }
  BOOST_TEST(from_json<Number<float>>("{\"n\":0.1}").n == 0.1f);
  check_error<Number<float>>("{\"n\":1e39}", "$.n", "out of range");
}

BOOST_AUTO_TEST_CASE(numbers_and_truth_values_become_text_where_text_is_declared) {
  BOOST_TEST(from_json<Task>(R"({"task_key":1.50})").task_key == "1.50");
  BOOST_TEST(from_json<Task>(R"({"task_key":-12})").task_key == "-12");
  BOOST_TEST(from_json<Task>(R"({"task_key":1e400})").task_key == "1e400");
  BOOST_TEST(*from_json<Task>(R"({"description":true})").description == "true");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_an_error_that_names_the_place) {
  check_error<Job>(R"({"settings":{"tasks":[{},{},{},{"timeout_seconds":"soon"}]}})",
                   "$.settings.tasks[3].timeout_seconds", "not an integer");
  check_error<Task>(R"({"task_key":{}})", "$.task_key", "expected text, found an object");
  check_error<Task>(R"({"task_key":[]})", "$.task_key", "expected text, found an array");
  check_error<Task>(R"({"timeout_seconds":{}})", "$.timeout_seconds", "expected an integer, found an object");
  check_error<Task>(R"({"enabled":"true"})", "$.enabled", "expected true or false, found text");
  check_error<Task>(R"({"enabled":1})", "$.enabled", "expected true or false, found a number");
  check_error<Task>(R"({"weight":false})", "$.weight", "expected a number");
  check_error<Task>(R"({"fallback":3})", "$.fallback", "expected an object (shapes.Task), found a number");
  check_error<Task>(R"({"parameters":{}})", "$.parameters", "expected an array, found an object");
  check_error<Task>(R"({"parameters":"x"})", "$.parameters", "expected an array, found text");
  check_error<Settings>(R"({"tags":[]})", "$.tags", "expected an object");
  check_error<Settings>(R"({"tags":{"a":{}}})", "$.tags.a", "expected text");
  check_error<Settings>(R"({"tasks_by_key":{"a b":{"fallback":{"weight":[]}}}})",
                        R"($.tasks_by_key["a b"].fallback.weight)", "expected a number");
  check_error<Settings>(R"({"matrix":[[1],[2,"x"]]})", "$.matrix[1][1]", "not an integer");
  check_error<Job>("[]", "$", "expected an object");
}

BOOST_AUTO_TEST_CASE(error_texts_never_quote_values_and_cut_long_keys) {
  const std::string secret(200, 's');
  try {
    from_json<Settings>(R"({"tasks_by_key":{")" + secret + R"(":{"timeout_seconds":"hunter2"}}})");
    BOOST_ERROR("no error");
  } catch (const databricks::JsonError& error) {
    const std::string_view what = error.what();
    BOOST_TEST(what.find("hunter2") == what.npos);
    BOOST_TEST(what.find(secret) == what.npos);
    BOOST_TEST(what.size() < 200u);
  }
}

BOOST_AUTO_TEST_CASE(row_96_unknown_enumerators_keep_their_text) {
  const std::string text = R"({"task_key":"","state":"SUSPENDED_BY_MOON"})";
  const auto task = from_json<Task>(text);
  BOOST_TEST(task.state.has_value());
  BOOST_TEST(!task.state.is_known());
  BOOST_TEST(task.state.text() == "SUSPENDED_BY_MOON");
  BOOST_CHECK_THROW(*task.state, databricks::unset_field);
  BOOST_TEST(to_json(task) == text);
  BOOST_TEST(from_json<Task>(R"({"state":"default"})").state.value() == State::default_);
  BOOST_TEST(from_json<Task>(R"({"state":3})").state.text() == "3");
  check_error<Standard>(R"({"state":"NEW"})", "$.state", "expected one of shapes.State");
  check_error<Standard>(R"({"state":[]})", "$.state", "expected one of shapes.State, found an array");
}

BOOST_AUTO_TEST_CASE(row_97_unknown_members_are_skipped_at_every_level) {
  const auto job = from_json<Job>(
      R"({"x":{"a":[{"b":[]},[]],"c":"}"},"job_id":1,"y":[1,{"job_id":2}],"settings":{"z":null,"name":"n","w":"s",
          "tasks":[{"v":{"task_key":"no"},"task_key":"yes","u":1.5}]},"t":true})");
  BOOST_TEST(*job.job_id == 1);
  BOOST_TEST(*job.settings->name == "n");
  BOOST_TEST(job.settings->tasks[0].task_key == "yes");
}

BOOST_AUTO_TEST_CASE(unknown_members_are_errors_in_strict_reading) {
  check_error<Job>(R"({"settings":{"tasks":[{"tsk_key":1}]}})", "$.settings.tasks[0].tsk_key", "unknown member",
                   {.strict = true});
  BOOST_TEST(*from_json<Job>(R"({"job_id":1})", {.strict = true}).job_id == 1);
}

BOOST_AUTO_TEST_CASE(row_98_of_members_given_twice_the_last_wins) {
  const auto settings = from_json<Settings>(
      R"({"name":"a","name":"b","tasks":[{"task_key":"x"}],"tasks":[{"weight":1}],"tags":{"a":"1"},"tags":{"b":"2"},
          "tasks_by_key":{"k":{"task_key":"x"},"k":{"weight":2}}})");
  BOOST_TEST(*settings.name == "b");
  BOOST_TEST(settings.tasks.size() == 1u);
  BOOST_TEST(settings.tasks[0].task_key.empty());
  BOOST_TEST(settings.tags.size() == 1u);
  BOOST_TEST(settings.tags.count("b") == 1u);
  BOOST_TEST(settings.tasks_by_key.at("k").task_key.empty());
  BOOST_TEST(*settings.tasks_by_key.at("k").weight == 2);
  const auto job = from_json<Job>(R"({"settings":{"name":"a"},"settings":{"tags":{}}})");
  BOOST_TEST(!job.settings->name.has_value());
  BOOST_TEST(from_json<Task>(R"({"task_key":"x","task_key":null})").task_key.empty());
}

BOOST_AUTO_TEST_CASE(null_in_a_list_is_an_element) {
  BOOST_TEST(from_json<Settings>(R"({"tasks":[null,{"task_key":"a"}]})").tasks.size() == 2u);
  BOOST_TEST(from_json<Settings>(R"({"matrix":[null,[1]]})").matrix[0].is_null());
  BOOST_TEST(from_json<Task>(R"({"parameters":[null,"a"]})").parameters[0].empty());
}

BOOST_AUTO_TEST_CASE(row_100_free_form_numbers_keep_their_digits) {
  const std::string digits(400, '7');
  const auto settings =
      from_json<Settings>(R"({"extra": { "a" : [ 1.50 , -0 , 1e400, )" + digits + R"( ] , "b" : "x" } })");
  BOOST_TEST(settings.extra.text == R"({"a":[1.50,-0,1e400,)" + digits + R"(],"b":"x"})");
  BOOST_TEST(from_json<Settings>(R"({"extra":"text"})").extra.text == "\"text\"");
  BOOST_TEST(from_json<Settings>(R"({"extra":null})").extra.text == "null");
  BOOST_TEST(from_json<Settings>(R"({"extra":[]})").extra.text == "[]");
  BOOST_TEST(from_json<Settings>(R"({"extra":true,"name":"n"})").extra.text == "true");
  // Exponents beyond int are refused by the parser: a clean error.
  check_error<Settings>(R"({"extra":1e99999999999})", "$.extra", "exponent overflow");
}

BOOST_AUTO_TEST_CASE(row_101_lone_surrogates_become_replacement_characters_and_nul_is_kept) {
  const auto text = [](const std::string& json) { return *from_json<Settings>("{\"name\":\"" + json + "\"}").name; };
  const std::string replacement = "\xEF\xBF\xBD";
  BOOST_TEST(text("a\\ud800") == "a" + replacement);
  BOOST_TEST(text("\\ud800\\ud800\\udc00") == replacement + "\xF0\x90\x80\x80");
  BOOST_TEST(text("\\udc00x") == replacement + "x");
  BOOST_TEST(text("\\\\ud800\\ud83dx") == "\\ud800" + replacement + "x");
  BOOST_TEST(text("\\ud83d\\ude00") == "\xF0\x9F\x98\x80");
  BOOST_TEST(text("a\\u0000b") == std::string("a\0b", 3));
  BOOST_TEST(from_json<Settings>(R"({"extra":{"\ud800":"\udfff"}})").extra.text ==
             "{\"" + replacement + "\":\"" + replacement + "\"}");
  check_error<Settings>(R"({"name":"\ud800"})", "$.name", "not valid JSON", {.strict = true});
}

BOOST_AUTO_TEST_CASE(invalid_utf8_becomes_replacement_characters) {
  const auto text = [](const std::string& json) { return *from_json<Settings>("{\"name\":\"" + json + "\"}").name; };
  const std::string replacement = "\xEF\xBF\xBD";
  BOOST_TEST(text("a\xFFz") == "a" + replacement + "z");
  BOOST_TEST(text("\xC3(") == replacement + "(");
  BOOST_TEST(text("\xE2\x82") == replacement);                                  // cut short: one
  BOOST_TEST(text("\xC0\x80") == replacement + replacement);                    // overlong
  BOOST_TEST(text("\xED\xA0\x80") == replacement + replacement + replacement);  // a surrogate
  BOOST_TEST(text("\xF4\x90\x80\x80") == replacement + replacement + replacement + replacement);
  BOOST_TEST(text("\xC3\xA9") == "\xC3\xA9");
  check_error<Settings>("{\"name\":\"\xFF\"}", "$.name", "invalid UTF-8", {.strict = true});
  check_error<Settings>("{\"name\":\"a\"}\xFF", "$", "not valid JSON");
}

BOOST_AUTO_TEST_CASE(row_102_a_byte_order_mark_and_white_space_are_ignored) {
  BOOST_TEST(*from_json<Job>("\xEF\xBB\xBF {\"job_id\":1}").job_id == 1);
  BOOST_TEST(*from_json<Job>(" \n\t{\"job_id\":1}\r\n  ").job_id == 1);
  check_error<Job>("\xEF\xBB\xBF", "$", "empty");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_an_error) {
  check_error<Job>("", "$", "the text is empty");
  check_error<Job>(" \n", "$", "the text is empty");
  check_error<Job>("{} x", "$", "more text after the value");
  check_error<Job>("{}{}", "$", "more text after the value");
  check_error<Job>(R"({"settings":{"name":"a)", "$.settings.name", "ends too early");
  check_error<Job>("{\"job_id\":1,}", "$.job_id", "not valid JSON at byte 12");
  check_error<Job>("{'job_id':1}", "$", "not valid JSON at byte 1");
  check_error<Job>("nul", "$", "not valid JSON");
  check_error<Job>("<html>", "$", "not valid JSON at byte 0");
  check_error<Settings>("{\"name\":\"a\nb\"}", "$.name", "not valid JSON");
}

struct Names : databricks::map<std::string> {};

BOOST_AUTO_TEST_CASE(any_type_may_be_on_top) {
  BOOST_TEST(from_json<std::vector<int>>("[1,2]").size() == 2u);
  BOOST_TEST(from_json<databricks::list<Task>>(R"([{"task_key":"a"}])")[0].task_key == "a");
  BOOST_TEST((from_json<std::map<std::string, int>>(R"({"a":1})").at("a")) == 1);
  BOOST_TEST(from_json<Names>(R"({"a":"b"})").at("a") == "b");
  BOOST_TEST(from_json<std::string>("\"a\"") == "a");
  BOOST_TEST(from_json<int>("12") == 12);
  BOOST_TEST(from_json<bool>("true"));
  BOOST_TEST(from_json<databricks::RawJson>(" { } ").text == "{}");
  BOOST_TEST(from_json<databricks::open_enum<State>>("\"RUNNING\"").value() == State::RUNNING);
  BOOST_TEST(!from_json<Job>("null").job_id.has_value());
  BOOST_TEST(from_json<databricks::boxed<Job>>("null").is_null());
}

struct Stream {
  databricks::Source contents{};
  databricks::Bytes bytes{};
};
BOOST_DESCRIBE_STRUCT(Stream, (), (contents, bytes))

BOOST_AUTO_TEST_CASE(bytes_are_read_from_text_and_sources_not_at_all) {
  BOOST_TEST(from_json<Stream>(R"({"bytes":"abc"})").bytes.data == "abc");
  check_error<Stream>(R"({"contents":"abc"})", "$.contents", "a source is not JSON");
}

BOOST_AUTO_TEST_SUITE_END()
