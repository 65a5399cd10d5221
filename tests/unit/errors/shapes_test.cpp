// Bodies in all the shapes that services, gateways and proxies use.
#include "answers.hpp"

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace test;

namespace {

struct Shape {
  int status;
  std::string body;
  std::string code;
  std::string message;
};

void check(const std::vector<Shape>& shapes) {
  for (const auto& shape : shapes) {
    const auto error = parse(shape.status, shape.body);
    BOOST_TEST(error.error_code == shape.code, shape.body << ": code " << error.error_code);
    BOOST_TEST(error.message == shape.message, shape.body << ": message " << error.message);
    BOOST_TEST(error.status_code == shape.status);
    BOOST_TEST(error.round_trip.empty(), shape.body);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shapes)

BOOST_AUTO_TEST_CASE(json_objects) {
  check({
      {400, R"({"error_code":"X","message":"m"})", "X", "m"},
      {400, R"({"error_code":"X"})", "X", "request failed"},
      {400, R"({"message":"m"})", "", "m"},
      {400, R"({"error_code":null,"message":"m"})", "", "m"},
      {400, "{}", "", "request failed"},
      {400, " \r\n{}\n", "", "request failed"},
      {400, "\xEF\xBB\xBF{\"message\":\"m\"}", "", "m"},
      {400, R"({"error_code":"X","message":""})", "X", "request failed"},
      {400, R"({"message":"a","error_code":"X","message":"b"})", "X", "b"},
      {400, R"({"unknown":{"message":"no"},"message":"m"})", "", "m"},
  });
}

BOOST_AUTO_TEST_CASE(row_63_empty_body_reason) {
  const auto error = parse(400, "", "Bad Request");
  BOOST_TEST(error.message == "Bad Request");
  BOOST_TEST(error.error_code == "");
  BOOST_TEST(is_exactly<BadRequest>(thrown(error)));
  BOOST_TEST(parse(400, "", "Odd Reason").message == "Odd Reason");
  BOOST_TEST(parse(400, " \r\n", "").message == "Bad Request");
}

BOOST_AUTO_TEST_CASE(row_64_empty_body_without_reason) {
  BOOST_TEST(parse(400, "").message == "Bad Request");
  BOOST_TEST(parse(503, "").message == "Service Unavailable");
  BOOST_TEST(parse(444, "").message == "status 444");
}

BOOST_AUTO_TEST_CASE(row_65_api_1_2) {
  check({
      {400, R"({"error":"m"})", "", "m"},
      {400, R"({"error":"X: m"})", "", "X: m"},
      {400, R"({"error":"m","message":"other"})", "", "m"},
      {400, R"({"error":"","message":"other"})", "", "other"},
      {400, R"({"error":true,"message":"other"})", "", "other"},
      {400, R"({"error":{"a":1}})", "", R"({"a":1})"},
      {400, R"({"error":null,"detail":"d"})", "SCIM_400", "d"},
      {400, R"({"error":"invalid_client","error_description":"d"})", "", "invalid_client"},
  });
}

BOOST_AUTO_TEST_CASE(row_66_scim) {
  check({{404, R"({"detail":"d","status":"404","scimType":"t"})", "SCIM_404", "t d"}});
  BOOST_TEST(is_exactly<NotFound>(thrown_for(404, R"({"detail":"d","status":"404","scimType":"t"})")));
}

BOOST_AUTO_TEST_CASE(row_67_scim_without_the_rest) {
  check({
      {409, R"({"detail":"d"})", "SCIM_409", "d"},
      {409, R"({"detail":"d","scimType":null,"status":null})", "SCIM_409", "d"},
      {409, R"({"detail":"d","status":404})", "SCIM_404", "d"},
  });
}

BOOST_AUTO_TEST_CASE(row_68_scim_null) {
  check({{500, R"({"detail":"null"})", "SCIM_500", "SCIM API Internal Error"}});
}

BOOST_AUTO_TEST_CASE(row_69_message_and_detail) {
  check({{400, R"({"error_code":"X","message":"m","detail":"d","status":"404"})", "X", "m"}});
}

BOOST_AUTO_TEST_CASE(row_70_code_and_message_as_text) {
  check({
      {400, "MALFORMED_REQUEST: bad", "MALFORMED_REQUEST", "bad"},
      {400, "\n MALFORMED_REQUEST:  bad \n", "MALFORMED_REQUEST", "bad"},
      {400, "A: b: c", "A", "b: c"},
  });
  for (const std::string text : {"Malformed: bad", ": bad", "CODE", "HTTP://a.b", "A B: c", "CODE:", "C0DE: x"}) {
    BOOST_TEST(parse(400, text).error_code == "", text);
  }
}

BOOST_AUTO_TEST_CASE(row_71_more_lines) {
  check({
      {400, "MALFORMED_REQUEST: bad\nvery bad", "MALFORMED_REQUEST", "bad\nvery bad"},
      {400, "MALFORMED_REQUEST:\r\nbad\r\nvery bad\r\n", "MALFORMED_REQUEST", "bad\nvery bad"},
  });
}

BOOST_AUTO_TEST_CASE(row_72_html_with_pre_or_title) {
  check({
      {404, "<html><title>T</title><pre>some text</pre></html>", "NOT_FOUND", "some text"},
      {404, "<html><head><title>T</title></head></html>", "NOT_FOUND", "T"},
      {404, "<HTML><PRE class='a'>some text</PRE ></HTML>", "NOT_FOUND", "some text"},
      {404, "<pre></pre>", "NOT_FOUND", "Not Found"},
      {404, "<title>T</title><pre> \n</pre>", "NOT_FOUND", "T"},
      {404, "<preface>no</preface><title>T</title>", "NOT_FOUND", "T"},
  });
  BOOST_TEST(parse(403, "<pre>x</pre>", "Not On Your Life").error_code == "NOT_ON_YOUR_LIFE");
}

BOOST_AUTO_TEST_CASE(row_73_html_over_several_lines) {
  check({
      {500, "<pre>\n one &lt;two&gt; <b>three</b>\n&quot;four&quot; &amp;amp; &#39;five&#x27; &#x20AC;\n</pre>",
       "INTERNAL_SERVER_ERROR", "one <two> three\n\"four\" &amp; 'five' \xE2\x82\xAC"},
      {500, "<pre>a < b & c &unknown; &#xZZ; &;</pre>", "INTERNAL_SERVER_ERROR", "a < b & c &unknown; &#xZZ; &;"},
      {500, "<pre>&#0;&#xD800;&#99999999;&#27;</pre>", "INTERNAL_SERVER_ERROR",
       "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {500, "<pre>a<!-- comment -->b<br/>c</pre>", "INTERNAL_SERVER_ERROR", "abc"},
  });
}

BOOST_AUTO_TEST_CASE(row_74_html_with_neither) {
  const auto error = parse(403, "<html><body>" + std::string(5000, 'x') + "</body></html>");
  BOOST_TEST(is_exactly<PermissionDenied>(thrown(error)));
  BOOST_TEST(contains(error.message, "unable to parse response"));
  BOOST_TEST(contains(error.message, "<html><body>xxx"));
  BOOST_TEST(error.message.size() < 1200);
  BOOST_TEST(!error.round_trip.empty());
}

BOOST_AUTO_TEST_CASE(row_75_plain_text) {
  const auto error = parse(404, "nope");
  BOOST_TEST(is_exactly<NotFound>(thrown(error)));
  BOOST_TEST(contains(error.message, "nope"));
  BOOST_TEST(error.error_code == "");
}

BOOST_AUTO_TEST_CASE(row_76_anything_else) {
  for (const std::string body : {"\xFF\xFE\x80", "{\"message\":\"\xFF\"}", "[1]", "5", "null", "\"text\"", "{", "{]",
                                 "{\"message\":\"m\"} x", "\0", "<", "<pre", "<pre>never closed", "&"}) {
    const auto error = parse(400, body);
    BOOST_TEST(is_exactly<BadRequest>(thrown(error)), body);
    BOOST_TEST(!error.message.empty());
  }
  BOOST_TEST(parse(400, "{\"error_code\":\"X\",\"message\":\"a\xFF\"}").message == "a\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(row_77_code_as_number) {
  check({
      {400, R"({"error_code":500,"message":"m"})", "500", "m"},
      {400, R"({"error_code":true,"message":"m"})", "true", "m"},
      {400, R"({"error_code":1.50,"message":"m"})", "1.50", "m"},
      {400, R"({"error_code":["X"],"message":"m"})", R"(["X"])", "m"},
  });
}

BOOST_AUTO_TEST_CASE(row_78_message_of_another_type) {
  check({
      {400, R"({"message":null})", "", "request failed"},
      {400, R"({"message":17})", "", "17"},
      {400, R"({"message":{ "a" : 1 }})", "", R"({"a":1})"},
      {400, R"({"message":[1, "b"]})", "", R"([1,"b"])"},
      {400, R"({"message":{"client_secret":"planted-secret","b":2}})", "", R"({"client_secret":"**REDACTED**","b":2})"},
      {400, R"({"detail":{"a":1}})", "SCIM_400", R"({"a":1})"},
  });
}

BOOST_AUTO_TEST_CASE(row_80_cut_body) {
  auto response = answer(404, R"({"error_code":"X","mess)");
  response.body_problem = "the connection was closed";
  auto error = parse(response);
  BOOST_TEST(is_exactly<NotFound>(thrown(error)));
  BOOST_TEST(error.error_code == "");
  BOOST_TEST(contains(error.message, R"({"error_code":"X","mess)"));
  BOOST_TEST(contains(error.message, "not whole: the connection was closed"));

  response.body = R"({"error_code":"INVALID_STATE","message":"m"})";
  error = parse(response);
  BOOST_TEST(error.error_code == "INVALID_STATE");
  BOOST_TEST(error.message == "m");

  response.body = "INVALID_STATE: half of";
  error = parse(response);
  BOOST_TEST(error.error_code == "INVALID_STATE");
  BOOST_TEST(contains(error.message, "half of (the body of this error is not whole"));

  response.body = "";
  error = parse(response);
  BOOST_TEST(contains(error.message, "Not Found"));
  BOOST_TEST(contains(error.message, "the connection was closed"));
}

BOOST_AUTO_TEST_SUITE_END()
