// Typed details, and ids of requests.
#include "answers.hpp"

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace test;

namespace {

ServiceError parse_details(const std::string& details) {
  return parse(400, R"({"error_code":"X","message":"m","details":)" + details + '}');
}

std::string entry(const std::string& type, const std::string& members) {
  return R"({"@type":"type.googleapis.com/google.rpc.)" + type + '"' + (members.empty() ? "" : ",") + members + '}';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(details)

BOOST_AUTO_TEST_CASE(row_81_every_type) {
  const auto error =
      parse_details('[' + entry("ErrorInfo", R"("reason":"r","domain":"d","metadata":{"k":"v"})") + ',' +
                    entry("RequestInfo", R"("request_id":"i","serving_data":"s")") + ',' +
                    entry("RetryInfo", R"("retry_delay":"2s")") + ',' +
                    entry("DebugInfo", R"("stack_entries":["a","b"],"detail":"d")") + ',' +
                    entry("QuotaFailure", R"("violations":[{"subject":"s","description":"d"}])") + ',' +
                    entry("PreconditionFailure", R"("violations":[{"type":"t","subject":"s","description":"d"}])") +
                    ',' + entry("BadRequest", R"("field_violations":[{"field":"f","description":"d"}])") + ',' +
                    entry("ResourceInfo", R"("resource_type":"t","resource_name":"n","owner":"o","description":"d")") +
                    ',' + entry("Help", R"("links":[{"description":"d","url":"u"}])") + ']');
  BOOST_REQUIRE(error.details);
  const ErrorDetails& all = *error.details;
  BOOST_REQUIRE(all.error_info && all.request_info && all.retry_info && all.debug_info && all.quota_failure);
  BOOST_REQUIRE(all.precondition_failure && all.bad_request && all.resource_info && all.help);
  BOOST_TEST(all.unknown_details.empty());
  BOOST_TEST(all.error_info->reason == "r");
  BOOST_TEST(all.error_info->domain == "d");
  BOOST_TEST(all.error_info->metadata.at("k") == "v");
  BOOST_TEST(all.request_info->request_id == "i");
  BOOST_TEST(all.request_info->serving_data == "s");
  BOOST_TEST(all.retry_info->retry_delay.seconds == 2);
  BOOST_TEST(all.debug_info->stack_entries.size() == 2u);
  BOOST_TEST(all.debug_info->stack_entries[1] == "b");
  BOOST_TEST(all.debug_info->detail == "d");
  BOOST_TEST(all.quota_failure->violations.front().subject == "s");
  BOOST_TEST(all.precondition_failure->violations.front().type == "t");
  BOOST_TEST(all.bad_request->field_violations.front().field == "f");
  BOOST_TEST(all.resource_info->owner == "o");
  BOOST_TEST(all.help->links.front().url == "u");
}

BOOST_AUTO_TEST_CASE(missing_members_read_as_empty) {
  const auto error = parse_details('[' + entry("ErrorInfo", "") + ',' + entry("DebugInfo", R"("detail":null)") + ',' +
                                   entry("ResourceInfo", R"("new":5,"owner":"o")") + ']');
  BOOST_REQUIRE(error.details->error_info);
  BOOST_TEST(error.details->error_info->reason == "");
  BOOST_REQUIRE(error.details->debug_info);
  BOOST_TEST(error.details->debug_info->detail == "");
  BOOST_REQUIRE(error.details->resource_info);
  BOOST_TEST(error.details->resource_info->owner == "o");
}

BOOST_AUTO_TEST_CASE(row_82_unknown_details_are_unchanged) {
  const std::vector<std::string> entries = {
      entry("ErrorInfo", R"("reason":5)"),
      entry("ErrorInfo", R"("metadata":{"a":1})"),
      entry("ErrorInfo", R"("metadata":["a"])"),
      entry("DebugInfo", R"("stack_entries":"a")"),
      entry("DebugInfo", R"("stack_entries":["a",true])"),
      entry("QuotaFailure", R"("violations":[{"subject":1}])"),
      entry("QuotaFailure", R"("violations":[1])"),
      entry("QuotaFailure", R"("violations":{"subject":"s"})"),
      entry("Help", R"("links":[{"url":{}}])"),
      entry("Unheard", R"("a":1e3)"),
      R"({"@type":"ErrorInfo","reason":"r"})",
      R"({"@type":5})",
      R"({"reason":"r"})",
      R"("text")",
      "1.50",
      "null",
      R"([{"a":[]}])",
  };
  std::string json = "[";
  for (const auto& item : entries) json += (json.size() > 1 ? "," : "") + item;
  const auto error = parse_details(json + ']');
  BOOST_TEST(!error.details->error_info);
  BOOST_TEST(!error.details->debug_info);
  BOOST_TEST(!error.details->quota_failure);
  BOOST_TEST(!error.details->help);
  BOOST_REQUIRE(error.details->unknown_details.size() == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) BOOST_TEST(error.details->unknown_details[i].text == entries[i]);
}

BOOST_AUTO_TEST_CASE(row_83_two_of_a_type) {
  const auto error =
      parse_details('[' + entry("ErrorInfo", R"("reason":"a")") + ',' + entry("ErrorInfo", R"("reason":"b")") + ']');
  BOOST_TEST(error.details->error_info->reason == "b");
  BOOST_REQUIRE(error.details->all_error_infos.size() == 2u);
  BOOST_TEST(error.details->all_error_infos[0].reason == "a");
  BOOST_TEST(error.details->all_error_infos[1].reason == "b");
}

BOOST_AUTO_TEST_CASE(row_84_details_that_are_no_list) {
  for (const std::string json : {R"({"a":1})", "null", R"("text")", "5", "[]", "true"}) {
    const auto error = parse_details(json);
    BOOST_TEST(error.message == "m", json);
    BOOST_REQUIRE(error.details);
    BOOST_TEST(error.details->unknown_details.empty(), json);
  }
}

BOOST_AUTO_TEST_CASE(row_85_retry_info) {
  const auto parsed = [](const std::string& delay) {
    return parse_details('[' + entry("RetryInfo", R"("retry_delay":")" + delay + '"') + ']');
  };
  BOOST_TEST((parsed("12.5s").retry_after == std::chrono::milliseconds(12'500)));
  BOOST_TEST((parsed("1s").retry_after == std::chrono::seconds(1)));
  BOOST_TEST((parsed("0.0000001s").retry_after == std::chrono::milliseconds(1)));  // never too early
  BOOST_TEST((parsed("315576000000s").retry_after == std::chrono::seconds(315'576'000'000)));
  for (const std::string bad : {"-1s", "1m", "s", "1", "-0.5s", "1e3s", " 1s", "315576000001s"}) {
    const auto error = parsed(bad);
    BOOST_TEST(!error.retry_after.has_value(), bad);
    BOOST_TEST(!error.details->retry_info.has_value(), bad);
    BOOST_TEST(error.details->unknown_details.size() == 1u, bad);
  }
}

BOOST_AUTO_TEST_CASE(errors_without_details_have_empty_ones) {
  const DatabricksError error(parse(400, R"({"message":"m"})"));
  BOOST_TEST(!error.details().error_info.has_value());
  BOOST_TEST(error.details().unknown_details.empty());
}

BOOST_AUTO_TEST_CASE(request_id_from_details_then_headers) {
  const std::string with_info = R"({"message":"m","details":[)" + entry("RequestInfo", R"("request_id":"info")") + "]}";
  const Headers both{{"X-Databricks-Request-Id", "second"}, {"X-Request-Id", "first"}};
  BOOST_TEST(parse(answer(400, with_info, "", both)).request_id == "info");
  BOOST_TEST(parse(answer(400, "{}", "", both)).request_id == "first");
  BOOST_TEST(parse(answer(400, "{}", "", {{"x-databricks-request-id", "second"}})).request_id == "second");
  BOOST_TEST(parse(answer(502, "plain", "", both)).request_id == "first");
  BOOST_TEST(parse(answer(400, "{}")).request_id == "");
}

BOOST_AUTO_TEST_SUITE_END()
