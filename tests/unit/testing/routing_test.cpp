#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

using widgets::Widget;
using widgets::Widgets;

BOOST_FIXTURE_TEST_SUITE(routing, Serving)

BOOST_AUTO_TEST_CASE(an_encoded_slash_stays_in_its_segment) {
  server.on<&Widgets::get>(echo_id);
  BOOST_TEST(send("GET", "/api/2.0/widgets/a%2Fb%20c").body == R"({"id":"a/b c"})");
  BOOST_TEST(send("GET", "/api/2.0/widgets/a/b").status == 404);
}

BOOST_AUTO_TEST_CASE(a_value_is_decoded_once) {
  server.on<&Widgets::get>(echo_id);
  BOOST_TEST(send("GET", "/api/2.0/widgets/100%2525").body == R"({"id":"100%25"})");
}

BOOST_AUTO_TEST_CASE(a_plus_in_a_path_is_a_plus) {
  server.on<&Widgets::get>(echo_id);
  BOOST_TEST(send("GET", "/api/2.0/widgets/a+b").body == R"({"id":"a+b"})");
}

BOOST_AUTO_TEST_CASE(a_literal_wins_over_a_placeholder) {
  server.on<&Widgets::get>(echo_id);
  server.on<&Widgets::special>([] { return Widget{.id = "the special one"}; });
  BOOST_TEST(send("GET", "/api/2.0/widgets/special").body == R"({"id":"the special one"})");
  BOOST_TEST(send("GET", "/api/2.0/widgets/specials").body == R"({"id":"specials"})");
}

BOOST_AUTO_TEST_CASE(a_known_literal_without_a_handler_is_not_given_to_the_placeholder) {
  server.on<&Widgets::get>(echo_id);
  BOOST_TEST(send("GET", "/api/2.0/widgets/special").status == 501);
}

BOOST_AUTO_TEST_CASE(several_segments_end_where_the_template_goes_on) {
  server.on<&Widgets::get_thing>([](const auto& r) { return Widget{.id = "thing " + r.name}; });
  server.on<&Widgets::query_thing>([](const auto& r) { return Widget{.id = "query " + r.name}; });
  server.on<&Widgets::list_parts>([](const auto& r) { return Widget{.id = "parts " + r.name}; });
  BOOST_TEST(send("GET", "/api/2.0/things/p/1/b/2").body == R"({"id":"thing p/1/b/2"})");
  BOOST_TEST(send("GET", "/api/2.0/things/p/1:query").body == R"({"id":"query p/1"})");
  BOOST_TEST(send("GET", "/api/2.0/things/p/1/parts").body == R"({"id":"parts p/1"})");
  BOOST_TEST(send("GET", "/api/2.0/things/p/parts/parts").body == R"({"id":"parts p/parts"})");
}

BOOST_AUTO_TEST_CASE(of_endpoints_that_share_path_and_verb_the_one_with_a_handler_answers) {
  server.on<&Widgets::get_same_thing>(echo_id);
  BOOST_TEST(send("GET", "/api/2.0/things/a").body == R"({"id":"a"})");
}

BOOST_AUTO_TEST_CASE(a_placeholder_may_begin_inside_a_segment) {
  std::string path;
  server.on<&Widgets::upload>([&](const widgets::PutBlob& request) { path = request.path; });
  BOOST_TEST(send("PUT", "/api/2.0/blobs/Volumes/a%20b/c", "x").status == 200);
  BOOST_TEST(path == "/Volumes/a b/c");
}

BOOST_AUTO_TEST_CASE(the_account_of_a_path_reaches_the_handler) {
  std::string account;
  server.on<&Widgets::account_get>([&](const auto& request, const databricks::testing::CallContext& context) {
    account = context.account_id;
    return echo_id(request);
  });
  BOOST_TEST(send("GET", "/api/2.0/accounts/a-1/widgets/w").body == R"({"id":"w"})");
  BOOST_TEST(account == "a-1");
}

BOOST_AUTO_TEST_CASE(a_known_endpoint_without_handler_is_not_implemented) {
  const auto reply = send("GET", "/api/2.0/widgets/w");
  BOOST_TEST(reply.status == 501);
  BOOST_TEST(reply.body ==
             R"({"error_code":"NOT_IMPLEMENTED","message":"No handler answers 'GET /api/2.0/widgets/{id}'"})");
}

BOOST_AUTO_TEST_CASE(an_unknown_path_is_not_found) {
  const auto reply = send("GET", "/api/2.0/gadgets");
  BOOST_TEST(reply.status == 404);
  BOOST_TEST(reply.body.starts_with(R"({"error_code":"ENDPOINT_NOT_FOUND",)"));
}

BOOST_AUTO_TEST_CASE(a_wrong_verb_is_told_the_right_ones) {
  const auto reply = send("PUT", "/api/2.0/widgets", "{}");
  BOOST_TEST(reply.status == 405);
  BOOST_TEST(reply.head.find("Allow: GET, POST\r\n") != reply.head.npos);
}

BOOST_AUTO_TEST_CASE(credentials_are_asked_for) {
  server.on<&Widgets::get>(echo_id);
  for (const auto* header : {"", "Authorization: \r\n"}) {
    const auto reply =
        exchange(server.port(), std::string("GET /api/2.0/widgets/w HTTP/1.1\r\nHost: h\r\n") + header + "\r\n");
    BOOST_TEST(reply.status == 401);
    BOOST_TEST(reply.body.starts_with(R"({"error_code":"UNAUTHENTICATED",)"));
  }
}

BOOST_AUTO_TEST_CASE(a_token_that_was_set_is_the_only_one_let_in) {
  Serving strict({.token = "secret"});
  strict.server.on<&Widgets::get>(echo_id);
  BOOST_TEST(strict.send("GET", "/api/2.0/widgets/w").status == 401);
  BOOST_TEST(exchange(strict.server.port(), "GET /api/2.0/widgets/w HTTP/1.1\r\nAuthorization: Bearer secret\r\n\r\n")
                 .status == 200);
}

BOOST_AUTO_TEST_CASE(an_endpoint_nobody_announced_is_known_by_its_handler) {
  databricks::testing::ApiServer unaware;
  unaware.on<&Widgets::get>(echo_id);
  unaware.start();
  BOOST_TEST(::send(unaware.port(), "GET", "/api/2.0/widgets/w").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
