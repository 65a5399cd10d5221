// Whole calls over real sockets: what becomes of answers.
#include "fixture.hpp"

using namespace databricks;
using namespace test;

BOOST_FIXTURE_TEST_SUITE(calls, Fixture)

BOOST_AUTO_TEST_CASE(an_answer_becomes_an_object) {
  answers = {json(R"({"id":"a","status":{"state":"RUNNING"}})")};
  const Widget widget = widgets.get({"a"});
  BOOST_TEST(*widget.id == "a");
  BOOST_TEST((widget.status->state == State::RUNNING));
  BOOST_TEST(requests.at(0).header("Authorization") == "Bearer planted-token");
}

BOOST_AUTO_TEST_CASE(row_39_an_empty_or_null_body_is_an_empty_object) {
  for (const auto& answer : {json("", 204), json(""), json("null"), json(" \n")}) {
    answers = {answer};
    BOOST_TEST(!widgets.get({"a"}).id.has_value());
  }
}

BOOST_AUTO_TEST_CASE(an_operation_without_answer_ignores_the_body) {
  answers = {json("what { ever")};
  widgets.remove({"a"});
  BOOST_TEST(requests.at(0).method == "DELETE");
}

BOOST_AUTO_TEST_CASE(an_error_answer_is_thrown_with_status_code_and_message) {
  answers = {json(R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such widget"})", 404)};
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError, [](const DatabricksError& error) {
    return error.status_code() == 404 && error.error_code() == "RESOURCE_DOES_NOT_EXIST" &&
           std::string(error.what()) == "no such widget";
  });
}

BOOST_AUTO_TEST_CASE(an_error_of_any_shape_keeps_its_status) {
  for (const std::string body : {"", "nope", "[1]", "{\"message\":{}}", "<html>", "{"}) {
    answers = {json(body, 403)};
    BOOST_CHECK_EXCEPTION(widgets.get({"a"}), DatabricksError,
                          [](const auto& error) { return error.status_code() == 403; });
  }
}

BOOST_AUTO_TEST_CASE(row_88_html_instead_of_json_is_an_error_and_not_retried) {
  for (const std::string body : {"<html>login</html>", "\n <!DOCTYPE html>", "\xEF\xBB\xBF<html>"}) {
    requests.clear();
    answers = {json(body)};
    BOOST_CHECK_EXCEPTION(widgets.get({"a"}), HtmlResponse, [&](const HtmlResponse& error) {
      const std::string text = error.what();
      return error.status_code() == 200 && error.call().operation == "GET /widgets/{id}" &&
             text.find("HTML instead of JSON") != text.npos && text.find(server.host() + "/widgets/a") != text.npos;
    });
    BOOST_TEST(requests.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_89_what_is_no_json_of_the_right_shape_is_an_error_that_says_where_and_not_retried) {
  const std::pair<const char*, const char*> cases[] = {{"{\"id\":", "ends too early"},
                                                       {"{\"id\":[]}", "$.id"},
                                                       {"{} {}", "more text"},
                                                       {"[]", "$"},
                                                       {"hello", "not valid JSON"}};
  for (const auto& row : cases) {
    const std::string part = row.second;
    requests.clear();
    answers = {json(row.first)};
    BOOST_CHECK_EXCEPTION(widgets.get({"a"}), UnexpectedResponse, [&](const UnexpectedResponse& error) {
      return std::string(error.what()).find(part) != std::string::npos && error.status_code() == 200 &&
             !error.excerpt().empty() && error.call().attempts == 1;
    });
    BOOST_TEST(requests.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_89_an_excerpt_is_short) {
  answers = {json('"' + std::string(100'000, 'x'))};
  BOOST_CHECK_EXCEPTION(widgets.get({"a"}), UnexpectedResponse, [](const UnexpectedResponse& error) {
    return error.excerpt().size() >= 900 && error.excerpt().size() < 1200 && std::string(error.what()).size() < 1000;
  });
}

BOOST_AUTO_TEST_CASE(row_102_a_byte_order_mark_is_accepted) {
  answers = {json("\xEF\xBB\xBF{\"id\":\"a\"}"), json("\xEF\xBB\xBF"), json("\xEF\xBB\xBFnull")};
  BOOST_TEST(*widgets.get({"a"}).id == "a");
  BOOST_TEST(!widgets.get({"a"}).id.has_value());
  BOOST_TEST(!widgets.get({"a"}).id.has_value());
}

BOOST_AUTO_TEST_CASE(row_114_a_header_that_is_no_number_is_an_error_that_names_it) {
  Answer odd = json("raw");
  odd.headers.emplace("content_length", "many");
  answers = {odd};
  BOOST_CHECK_EXCEPTION(widgets.download(), UnexpectedResponse, [](const UnexpectedResponse& error) {
    return std::string(error.what()).find("content_length") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(try_call_gives_the_same_as_a_value) {
  answers = {json(R"({"id":"a"})"), json(R"({"error_code":"X","message":"m"})", 400), json("")};
  BOOST_TEST(*widgets.get.try_call({"a"})->id == "a");
  const auto failed = widgets.get.try_call({"a"});
  BOOST_TEST(!failed);
  BOOST_TEST(dynamic_cast<const DatabricksError&>(failed.error()).error_code() == "X");
  BOOST_CHECK_THROW(failed.value(), DatabricksError);
  BOOST_TEST(widgets.remove.try_call({"a"}).has_value());
}

BOOST_AUTO_TEST_CASE(request_shows_what_would_be_sent_and_sends_nothing) {
  const auto request = widgets.get.request({"a/b"});
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.target == "/widgets/a%2Fb");
  BOOST_TEST((request.headers.find("Authorization") == nullptr));
  BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(a_binary_answer_is_kept_in_memory_or_goes_to_a_sink) {
  answers = {json("raw"), json("raw")};
  const Download kept = widgets.download();
  BOOST_TEST(kept.contents.data == "raw");
  std::ostringstream out;
  const Download sunk = widgets.download({}, {.to = Sink(out)});
  BOOST_TEST(sunk.contents.data == "");
  BOOST_TEST(out.str() == "raw");
}

BOOST_AUTO_TEST_CASE(without_host_or_token_the_error_says_what_to_set) {
  Config bare = config();
  bare.token.clear();
  BOOST_CHECK_EXCEPTION(Widgets{Client(bare)}.get({"a"}), AuthError, [](const Error& error) {
    return std::string(error.what()).find("DATABRICKS_TOKEN") != std::string::npos;
  });
  bare = config();
  bare.host.clear();
  BOOST_CHECK_EXCEPTION(Widgets{Client(bare)}.get({"a"}), AuthError, [](const Error& error) {
    return std::string(error.what()).find("DATABRICKS_HOST") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(copies_of_clients_and_services_stay_usable_when_the_original_is_gone) {
  answers = {json(R"({"id":"a"})")};
  auto copy = [this] {
    const Widgets original{Client(config())};
    return Widgets(original);
  }();
  BOOST_TEST(*copy.get({"a"}).id == "a");
}

BOOST_AUTO_TEST_SUITE_END()
