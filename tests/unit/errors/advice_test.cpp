// The configuration in the errors of calls that were refused.
#include "config/advice.hpp"
#include "answers.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace databricks;
using namespace test;

namespace {

Config with_environment(Config config, std::map<std::string, std::string> variables) {
  config.environment = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  return config;
}

std::string text_of(int status, std::string body, const Config& config) {
  return what(thrown(detail::parse_service_error(request(), answer(status, std::move(body)), config)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(advice)

BOOST_AUTO_TEST_CASE(row_90_refused_calls_name_the_configuration) {
  Config given;
  given.host = "https://a.b";
  given.token = "planted-secret";
  given.auth_type = "pat";
  given.debug_headers = true;
  given.http_timeout_seconds = 30;
  const auto config =
      with_environment(given, {{"DATABRICKS_TOKEN", "planted-secret"}, {"DATABRICKS_HOST", ""}, {"HOME", "/h"}});
  const std::string expected =
      ". Config: host=https://a.b, token=***, auth_type=pat, http_timeout_seconds=30, debug_headers=true"
      ". Env: DATABRICKS_TOKEN";
  BOOST_TEST(text_of(403, R"({"error_code":"X","message":"no access."})", config) == "no access" + expected);
  BOOST_TEST(text_of(401, R"({"message":"m..."})", config) == "m" + expected);
  BOOST_TEST(text_of(401, R"({"message":"."})", config) == "." + expected);
  BOOST_TEST(contains(text_of(403, "not JSON at all", config), expected));
  BOOST_TEST(contains(text_of(401, "", config), "Unauthorized" + expected));
  for (const int status : {400, 404, 407, 429, 500}) {
    BOOST_TEST(text_of(status, R"({"message":"m."})", config) == "m.", status);
  }
}

BOOST_AUTO_TEST_CASE(message_and_advice_are_apart) {
  Config given = configuration();
  given.host = "https://a.b";
  const auto error = detail::parse_service_error(request(), answer(403, R"({"message":"m."})"), given);
  BOOST_TEST(error.message == "m");
  BOOST_TEST(error.advice == ". Config: host=https://a.b");
}

BOOST_AUTO_TEST_CASE(empty_parts_are_left_out) {
  BOOST_TEST(configuration_advice(configuration()) == "");
  BOOST_TEST(configuration_advice(with_environment({}, {{"DATABRICKS_HOST", "x"}, {"DATABRICKS_RATE_LIMIT", "5"}})) ==
             ". Env: DATABRICKS_HOST, DATABRICKS_RATE_LIMIT");
  BOOST_TEST(text_of(403, R"({"message":"m."})", configuration()) == "m.");
  Config zero = configuration();
  zero.rate_limit = 0;
  zero.skip_verify = false;
  BOOST_TEST(configuration_advice(zero) == "");
}

BOOST_AUTO_TEST_CASE(nothing_secret_is_shown) {
  Config config = configuration();
  config.token = "planted-secret";
  config.proxy = ProxyOptions{.https = "http://user:planted-secret@proxy:1"};
  config.custom_headers.set("X-Key", "planted-secret");
  config.product = "planted-secret";
  BOOST_TEST(configuration_advice(config) == ". Config: token=***");
  const std::pair<std::string, std::string> hosts[] = {
      {"https://user:planted-secret@a.b:8443/x?o=1", "https://a.b:8443"},
      {"user:planted-secret@a.b", "a.b"},
      {"https://a.b/?token=planted-secret", "https://a.b"},
      {"https://a.b#planted-secret", "https://a.b"},
      {"https://user:planted/secret@a.b", "***"},
      {"planted-secret@https://a.b", "***"},
      {"https://a.b/?x=planted-secret@c", "***"},
      {"a.b", "a.b"},
      {"https://", "https://"},
  };
  config.token = "";
  for (const auto& [host, shown] : hosts) {
    config.host = host;
    BOOST_TEST(configuration_advice(config) == ". Config: host=" + shown);
  }
}

BOOST_AUTO_TEST_CASE(line_breaks_are_kept_and_control_characters_are_not) {
  Config config = configuration();
  config.profile = "a\x1B[31mb\x7F";
  const auto text = text_of(403, R"({"message":"m"})", config);
  BOOST_TEST(text == "m. Config: profile=a\xEF\xBF\xBD[31mb\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(final_dots) {
  BOOST_TEST(without_final_dots("") == "");
  BOOST_TEST(without_final_dots("...") == "");
  BOOST_TEST(without_final_dots("a.b.") == "a.b");
  BOOST_TEST(without_final_dots("a") == "a");
}

BOOST_AUTO_TEST_SUITE_END()
