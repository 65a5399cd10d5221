#include "fixture.hpp"

#include <databricks/error.hpp>

#include <boost/test/unit_test.hpp>

using widgets::Widgets;

BOOST_FIXTURE_TEST_SUITE(answers, Serving)

BOOST_AUTO_TEST_CASE(an_error_of_the_api_keeps_status_code_and_message) {
  server.on<&Widgets::get>([](const auto&) -> widgets::Widget {
    throw databricks::DatabricksError(404, "RESOURCE_DOES_NOT_EXIST", "No \"w\" here");
  });
  const auto reply = send("GET", "/api/2.0/widgets/w");
  BOOST_TEST(reply.status == 404);
  BOOST_TEST(reply.body == R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"No \"w\" here"})");
  BOOST_TEST(reply.head.find("Content-Type: application/json\r\n") != reply.head.npos);
}

BOOST_AUTO_TEST_CASE(any_other_exception_is_an_internal_error) {
  server.on<&Widgets::get>([](const auto&) -> widgets::Widget { throw std::runtime_error("oops"); });
  BOOST_TEST(send("GET", "/api/2.0/widgets/w").body == R"({"error_code":"INTERNAL_ERROR","message":"oops"})");
  server.on<&Widgets::get>([](const auto&) -> widgets::Widget { throw 1; });
  BOOST_TEST(send("GET", "/api/2.0/widgets/w").status == 500);
}

BOOST_AUTO_TEST_CASE(no_answer_is_an_empty_body_or_an_empty_object_where_one_is_asked_for) {
  server.on<&Widgets::delete_>([](const auto&) {});
  server.on<&Widgets::reset>([](const auto&) {});
  BOOST_TEST(send("DELETE", "/api/2.0/widgets/w").body == "");
  BOOST_TEST(send("DELETE", "/api/2.0/widgets/w").status == 200);
  BOOST_TEST(send("POST", "/api/2.0/widgets/w/reset").body == "{}");
}

BOOST_AUTO_TEST_CASE(a_list_can_be_the_whole_answer) {
  server.on<&Widgets::ids>([] { return std::vector<std::string>{"a", "b"}; });
  BOOST_TEST(send("GET", "/api/2.0/ids").body == R"(["a","b"])");
}

BOOST_AUTO_TEST_CASE(bytes_and_headers_go_out_as_such) {
  const std::string bytes("\0\x01{\r\n", 5);
  server.on<&Widgets::download>([&](const auto&) { return widgets::Blob{5, "e1", {bytes}}; });
  const auto reply = send("GET", "/api/2.0/blobs/x");
  BOOST_TEST(reply.body == bytes);
  BOOST_TEST(reply.head.find("etag: e1\r\n") != reply.head.npos);
  BOOST_TEST(reply.head.find("Content-Type: application/octet-stream\r\n") != reply.head.npos);
  BOOST_TEST(reply.head.find("ontent-") != reply.head.npos);
}

BOOST_AUTO_TEST_CASE(head_answers_headers_alone_and_one_length) {
  server.on<&Widgets::metadata>([&](const auto&) { return widgets::BlobMetadata{1234567890123, "e1"}; });
  const auto reply = send("HEAD", "/api/2.0/blobs/x");
  BOOST_TEST(reply.status == 200);
  BOOST_TEST(reply.head.find("Content-Length: 1234567890123\r\n") != reply.head.npos);
  BOOST_TEST(reply.head.find("ontent-Length") == reply.head.rfind("ontent-Length"));
  BOOST_TEST(reply.head.find("ontent-length") == reply.head.npos);
  BOOST_TEST(reply.body == "");
}

BOOST_AUTO_TEST_CASE(a_range_of_bytes_is_cut_out) {
  server.on<&Widgets::download>([&](const auto&) { return widgets::Blob{10, "e1", {"0123456789"}}; });
  const auto reply =
      exchange(server.port(), "GET /api/2.0/blobs/x HTTP/1.1\r\nAuthorization: a\r\nRange: bytes=2-4\r\n\r\n");
  BOOST_TEST(reply.status == 206);
  BOOST_TEST(reply.body == "234");
}

BOOST_AUTO_TEST_CASE(an_exchange_needs_no_network) {
  databricks::testing::ApiServer offline;
  offline.on<&Widgets::get>(echo_id);
  databricks::HttpRequest request{.method = "GET", .target = "/api/2.0/widgets/w"};
  BOOST_TEST(offline.answer(request).status == 401);
  request.headers.set("Authorization", "Bearer x");
  BOOST_TEST(offline.answer(request).body == R"({"id":"w"})");
}

BOOST_AUTO_TEST_SUITE_END()
