// How bodies look in the log: masked, cut, and in the form that the reference fixes.
#include "observe/hidden_bodies.hpp"
#include "observe/redact.hpp"

#include "json/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

namespace {

using namespace databricks;
using detail::shown_body;

constexpr const char* kJson = "application/json";
constexpr const char* kForm = "application/x-www-form-urlencoded";

std::string repeated(std::size_t count, const std::string& text) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

BOOST_AUTO_TEST_CASE(json_is_pretty_sorted_and_in_ascii_with_the_digits_of_its_numbers) {
  const auto shown = shown_body(
      R"({"z":[],"b":{"y":1.50,"x":123456789012345678901234567890},"a":"grün 😀\u0001\n","c":[true,null,{}],"e":1E5})",
      kJson, 96);
  BOOST_TEST(shown == R"({
  "a": "gr\u00fcn \ud83d\ude00\u0001\n",
  "b": {
    "x": 123456789012345678901234567890,
    "y": 1.50
  },
  "c": [
    true,
    null,
    {}
  ],
  "e": 1E5,
  "z": []
})");
}

BOOST_AUTO_TEST_CASE(row_153_the_rest_of_a_long_list_is_a_number) {
  const std::string element = R"({"cluster_id":"0123-456789-abcdefgh","cluster_name":")" + repeated(60, "n") + "\"}";
  const auto shown = shown_body("{\"clusters\":[" + element + repeated(47, "," + element) + "]}", kJson, 96);
  BOOST_TEST(shown == R"({
  "clusters": [
    {
      "cluster_id": "0123-456789-abcdefgh",
      "cluster_name": ")" +
                          repeated(60, "n") + R"_("
    },
    "... (47 additional elements)"
  ]
})_");
}

BOOST_AUTO_TEST_CASE(row_153_a_list_is_shown_until_its_budget_is_used_up) {
  const auto shown = shown_body("[" + repeated(30, "\"0123456789\",") + "1]", kJson, 96);
  BOOST_TEST(shown == "[\n" + repeated(10, "  \"0123456789\",\n") + "  \"... (21 additional elements)\"\n]");
  BOOST_TEST(shown_body("[" + repeated(30, "\"0123456789\",") + "1]", kJson, 1000).find("additional") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(row_154_a_long_text_is_cut_and_the_limit_is_at_least_96) {
  const std::string text(200, 't');
  const std::string cut = std::string(96, 't') + "... (104 more bytes)";
  for (const std::size_t limit : {96U, 10U, 0U}) {
    BOOST_TEST(shown_body("{\"a\":\"" + text + "\"}", kJson, limit) == "{\n  \"a\": \"" + cut + "\"\n}");
    BOOST_TEST(shown_body(text, "text/plain", limit) == cut);
  }
  BOOST_TEST(shown_body(text, "text/plain", 199) == std::string(199, 't') + "... (1 more bytes)");
  BOOST_TEST(shown_body(text, "text/plain", 200) == text);
  BOOST_TEST(shown_body(std::string(1'000'000, 't'), "text/plain", 96) ==
             std::string(96, 't') + "... (999904 more bytes)");
}

BOOST_AUTO_TEST_CASE(row_155_values_of_secret_names_are_masked_at_any_depth_whatever_they_are) {
  for (const std::string name : {"token_value",
                                 "string_value",
                                 "bytes_value",
                                 "content",
                                 "password",
                                 "value",
                                 "token",
                                 "secret",
                                 "assertion",
                                 "access_token",
                                 "refresh_token",
                                 "id_token",
                                 "client_secret",
                                 "subject_token",
                                 "session_token",
                                 "private_key",
                                 "TOKEN_VALUE",
                                 "clientSecret",
                                 "openai_api_key_plaintext",
                                 "secret_access_key",
                                 "sas_token"}) {
    for (const std::string value : {R"("planted-secret")", R"(["planted-secret",{"a":[]}])",
                                    R"({"a":"planted-secret"})", "12345", "null", "true"}) {
      const auto shown = shown_body("{\"k\":[{\"" + name + "\":" + value + ",\"z\":1}]}", kJson, 96);
      BOOST_TEST(shown ==
                 "{\n  \"k\": [\n    {\n      \"" + name + "\": \"**REDACTED**\",\n      \"z\": 1\n    }\n  ]\n}");
    }
  }
}

BOOST_AUTO_TEST_CASE(other_names_are_shown) {
  for (const std::string name : {"page_token", "next_page_token", "key", "url", "invalid_token", "idempotency_token",
                                 "token_type", "secret_id", "primary_key", "keyword", "error_code", "code"}) {
    BOOST_TEST(!detail::is_masked_name(name), name);
  }
}

BOOST_AUTO_TEST_CASE(escapes_do_not_hide_a_name) {
  BOOST_TEST(shown_body(R"({"token\u005fvalue":"planted-secret"})", kJson, 96) ==
             "{\n  \"token_value\": \"**REDACTED**\"\n}");
}

BOOST_AUTO_TEST_CASE(signed_urls_lose_what_grants_access) {
  BOOST_TEST(shown_body(R"({"url":"https://s.example/f?X-Amz-Signature=planted-secret","b":{"url":"https://s/f"}})",
                        kJson, 96) ==
             "{\n  \"b\": {\n    \"url\": \"https://s/f\"\n  },\n  \"url\": \"https://s.example/f?**REDACTED**\"\n}");
  BOOST_TEST(shown_body(R"(["https://u:planted-secret@h/x?sig=planted-secret&a=1"])", kJson, 96) ==
             "[\n  \"https://**REDACTED**@h/x?sig=**REDACTED**&a=1\"\n]");
}

BOOST_AUTO_TEST_CASE(row_157_nothing_is_cut_inside_a_character) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const std::string text = std::string(93 + shift, 'a') + repeated(50, "😀");
    const auto shown = shown_body(text, "text/plain", 96);
    BOOST_TEST(detail::is_utf8(shown));
    const std::size_t kept = shift == 3 ? 96 : 93 + shift;
    BOOST_TEST(shown == text.substr(0, kept) + "... (" + std::to_string(text.size() - kept) + " more bytes)");
    BOOST_TEST(detail::is_utf8(detail::excerpt(text, "", 96)));
    BOOST_TEST(detail::excerpt(text, "", 96).size() == kept);
  }
  BOOST_TEST(shown_body("a\xFF\xC3 b", "text/plain", 96) == "a\xEF\xBF\xBD\xEF\xBF\xBD b");
  BOOST_TEST(shown_body("{\"a\":\"\xFF\"}", kJson, 96) == "{\n  \"a\": \"\\ufffd\"\n}");
}

BOOST_AUTO_TEST_CASE(row_159_secrets_in_query_and_form_are_masked) {
  BOOST_TEST(shown_body("grant_type=refresh_token&refresh_token=planted-secret&client%5Fsecret=planted-secret&x=a+b",
                        kForm,
                        400) == "grant_type=refresh_token&refresh_token=**REDACTED**&client_secret=**REDACTED**&x=a+b");
  BOOST_TEST(detail::shown_target("/a%20b/%C3%BC?token=planted-secret&c=d%26e&code=planted-secret&flag") ==
             "/a b/ü?token=**REDACTED**&c=d&e&code=**REDACTED**&flag");
  BOOST_TEST(shown_body("a=%7B%22token%22%3A%22planted-secret%22", kForm, 96) == "a={\"token\":**REDACTED**");
  BOOST_TEST(detail::shown_target("/x?=1&&a=&") == "/x?=1&&a=&");
}

BOOST_AUTO_TEST_CASE(line_breaks_in_paths_are_removed) {
  BOOST_TEST(detail::shown_target("/a%0D%0ADEBUG%1B[1m?b=%0Ac") == "/aDEBUG[1m?b=c");
}

BOOST_AUTO_TEST_CASE(json_is_found_without_its_content_type_and_text_with_it) {
  BOOST_TEST(shown_body(" {\"token\":\"planted-secret\"}", "text/plain", 96) == "{\n  \"token\": \"**REDACTED**\"\n}");
  BOOST_TEST(shown_body("\xEF\xBB\xBF[1]", kJson, 96) == "[\n  1\n]");
  BOOST_TEST(shown_body("{not json}", kJson, 96) == "{not json}");
  BOOST_TEST(shown_body("a\r\nb\tc\x1B", "", 96) == "a\nb\tc");
}

struct Broken {
  const char* text;
  const char* shown;
};

constexpr Broken kBroken[] = {
    {R"({"token_value": "planted-secret)", R"({"token_value": **REDACTED**)"},
    {R"({"token_value": "planted\"-secret", "a": "b)", R"({"token_value": **REDACTED**, "a": "b)"},
    {R"({"content": {"a": ["planted-secret"}], "b)", R"({"content": **REDACTED**, "b)"},
    {R"({"content": {"a": ["}planted-secret"]}, "b": 1)", R"({"content": **REDACTED**, "b": 1)"},
    {R"("{\"token\": \"planted-\\\"secret\", \"b\": 1}" x)", R"("{\"token\": **REDACTED**, \"b\": 1}" x)"},
    {"{'password': 'planted-secret', 'a': 1}", "{'password': **REDACTED**, 'a': 1}"},
    {R"({"token" "token_value":"planted-secret"})", R"({"token" "token_value":**REDACTED**})"},
    {R"({"token": "token_value":"planted-secret"})", R"({"token": **REDACTED**})"},
    {"failed: token=planted-secret, again", "failed: token=**REDACTED**, again"},
    {"password: planted-secret\nvalue: 5", "password: **REDACTED**\nvalue: 5"},
    {"Authorization: Bearer planted-secret\nHost: x", "Authorization: **REDACTED**\nHost: x"},
    {"Cookie: a=b; c=planted-secret\nHost: x", "Cookie: **REDACTED**\nHost: x"},
    {"got Bearer planted-secret from you", "got Bearer **REDACTED** from you"},
    {"a Bearer token, Basic authentication", "a Bearer token, Basic authentication"},
    {"is dapi0123456789abcdef0123456789abcdef-2 valid?", "is **REDACTED** valid?"},
    {"jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.planted-secret.", "jwt **REDACTED**"},
    {"at https://user:planted-secret@host/x", "at https://**REDACTED**@host/x"},
    {R"({"url": "https://h/f?a=planted-secret", "b)", R"({"url": "https://h/f?**REDACTED**, "b)"},
    {"Invalid value: 5. Invalid content: none", "Invalid value: 5. Invalid content: none"},
};

BOOST_AUTO_TEST_CASE(secrets_are_masked_in_text_that_is_no_json) {
  for (const auto& row : kBroken) BOOST_TEST(shown_body(row.text, "", 96) == row.shown);
}

BOOST_AUTO_TEST_CASE(excerpts_are_masked_and_short) {
  BOOST_TEST(detail::excerpt(R"({"token_value":"planted-secret","b":[1,"c"]})", kJson, 1024) ==
             R"({"token_value": "**REDACTED**", "b": [1, "c"]})");
  BOOST_TEST(detail::excerpt(R"({"token_value":"planted-secret","b":)", kJson, 1024) ==
             R"({"token_value":**REDACTED**,"b":)");
  BOOST_TEST(detail::excerpt("<html>" + std::string(5000, 'x'), "text/html", 100) == "<html>" + std::string(94, 'x'));
  BOOST_TEST(detail::excerpt("a=1&token=planted-secret", kForm, 100) == "a=1&token=**REDACTED**");
  BOOST_TEST(detail::excerpt("", "", 100) == "");
}

BOOST_AUTO_TEST_CASE(bodies_that_are_hidden_are_shown_nowhere_on_that_thread) {
  HttpRequest request{.method = "POST", .target = "/a", .body = "a=planted-secret", .has_body = true};
  const HttpResponse response{.status = 200, .body = R"({"b":"planted-secret"})"};
  {
    const detail::HiddenBodies hidden;
    { const detail::HiddenBodies nested; }
    BOOST_TEST(detail::shown_round_trip(request, &response, "", false, 4096) ==
               "POST /a\n> [not shown]\n< 200\n< [not shown]");
    BOOST_TEST(detail::excerpt("planted-secret", "text/plain", 100) == "[not shown]");
    std::thread([] { BOOST_TEST(shown_body("{}", kJson, 96) == "{}"); }).join();
  }
  BOOST_TEST(shown_body("{}", kJson, 96) == "{}");
}

}  // namespace
