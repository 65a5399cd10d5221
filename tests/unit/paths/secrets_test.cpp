// Secrets and shares.
#include "fixture.hpp"

#include <databricks/models/sharing.hpp>
#include <databricks/models/workspace.hpp>

namespace {

using namespace test;

std::optional<HttpResponse> answer_value(const HttpRequest& request, const std::string& value) {
  if (!holds(request.target, "/secrets/get")) return std::nullopt;
  return json_answer("{\"key\":\"k\",\"value\":\"" + value + "\"}");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(secrets, Connected)

BOOST_AUTO_TEST_CASE(a_secret_comes_as_what_was_put) {
  w.secrets.create_scope({.scope = "s"});
  w.secrets.put_secret({.scope = "s", .key = "text", .string_value = "planted-secret \xc3\xbc"});
  BOOST_TEST((w.secrets.get("s", "text") == "planted-secret \xc3\xbc"));
  BOOST_TEST((w.secrets.get_bytes("s", "text") == "planted-secret \xc3\xbc"));
  w.secrets.put_secret({.scope = "s", .key = "bytes", .bytes_value = "AP8="});
  BOOST_TEST((w.secrets.get_bytes("s", "bytes") == std::string("\0\xff", 2)));
  BOOST_TEST(holds(failure_of([&] { w.secrets.get("s", "bytes"); }), "get_bytes() has its bytes"));
  BOOST_TEST(failure_of([&] { w.secrets.get("s", "none"); }).starts_with("NotFound"));
  BOOST_TEST(transport->exchanges().back().target == "/api/2.0/secrets/get?scope=s&key=none");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_base64_is_an_error_that_does_not_show_it) {
  for (const auto& value :
       std::vector<std::string>{"planted-secret", "cGxhbnRl=ZA=", "YW Jj", "YWJ", "YQ===", "=", "YWJj_-=="}) {
    transport->answer = [&](const HttpRequest& request) { return answer_value(request, value); };
    const auto failure = failure_of([&] { w.secrets.get("s", "k"); });
    BOOST_TEST(failure == "Error: the service's answer about secret s/k is not base64");
  }
  transport->answer = [](const HttpRequest& request) { return answer_value(request, ""); };
  BOOST_TEST(w.secrets.get("s", "k").empty());
}

BOOST_AUTO_TEST_CASE(shares_are_listed_by_their_short_name_too) {
  int calls = 0;
  transport->answer = [&](const HttpRequest&) -> std::optional<HttpResponse> {
    return json_answer(calls++ == 0 ? R"({"shares":[{"name":"a"}],"next_page_token":"t"})"
                                    : R"({"shares":[{"name":"b"}]})");
  };
  std::string names;
  for (const auto& share : w.shares.list()) names += *share.name;
  BOOST_TEST(names == "ab");
  const auto sent = transport->exchanges();
  BOOST_TEST(sent[0].target == "/api/2.1/unity-catalog/shares?max_results=0");
  BOOST_TEST(holds(sent[1].target, "page_token=t"));
}

BOOST_AUTO_TEST_SUITE_END()
