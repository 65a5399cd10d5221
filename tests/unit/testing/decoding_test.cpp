#include "fixture.hpp"

#include <databricks/json.hpp>

#include <boost/test/unit_test.hpp>

using widgets::Widgets;

namespace {

std::string contents_of(const databricks::Source& source) {
  std::string text;
  char buffer[256];
  if (!source.has_value()) return text;
  while (const auto size = source.get()->read(buffer, sizeof buffer)) text.append(buffer, size);
  return text;
}

// What the server understood of a request, as JSON.
template <auto Endpoint>
std::string understood(Serving& serving, std::string_view method, std::string_view target, std::string_view body = {}) {
  using Response = typename decltype(databricks::testing::detail::member_type(Endpoint))::response_type;
  std::string json;
  serving.server.on<Endpoint>([&](const auto& request) {
    json = databricks::to_json(request);
    return Response();
  });
  const auto reply = serving.send(method, target, body);
  return reply.status == 200 ? json : std::to_string(reply.status) + ' ' + reply.body;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(decoding, Serving)

BOOST_AUTO_TEST_CASE(a_query_gives_scalars_of_every_kind) {
  const auto* target =
      "/api/2.0/widgets?active=true&limit=-7&weight=1.5&color=GREEN&since=2024-01-31T12:00:00Z&page_token=a%26b+c";
  BOOST_TEST(
      understood<&Widgets::list>(*this, "GET", target) ==
      R"({"active":true,"limit":-7,"weight":1.5,"color":"GREEN","since":"2024-01-31T12:00:00Z","page_token":"a&b c"})");
}

BOOST_AUTO_TEST_CASE(repeated_keys_make_a_list) {
  BOOST_TEST(understood<&Widgets::list>(*this, "GET", "/api/2.0/widgets?ids=a&ids=b%2Cc") == R"({"ids":["a","b,c"]})");
}

BOOST_AUTO_TEST_CASE(dotted_keys_make_nested_objects_and_maps) {
  const auto* target = "/api/2.0/widgets?range.from=5&range.units=m&range.units=cm&labels.team.name=x";
  BOOST_TEST(understood<&Widgets::list>(*this, "GET", target) ==
             R"({"range":{"from":5,"units":["m","cm"]},"labels":{"team.name":"x"}})");
}

BOOST_AUTO_TEST_CASE(an_enum_value_of_the_future_is_kept) {
  BOOST_TEST(understood<&Widgets::list>(*this, "GET", "/api/2.0/widgets?color=MAUVE") == R"({"color":"MAUVE"})");
}

BOOST_AUTO_TEST_CASE(unknown_parameters_are_ignored) {
  BOOST_TEST(understood<&Widgets::list>(*this, "GET", "/api/2.0/widgets?nobody=1&range.nothing=2&&=3") ==
             R"({"range":{}})");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_kind_names_its_parameter) {
  server.on<&Widgets::list>([](const auto&) { return widgets::WidgetList{}; });
  for (const auto* query : {"active=yes", "limit=ten", "limit=99999999999", "since=yesterday", "range.from=x"}) {
    const auto reply = send("GET", std::string("/api/2.0/widgets?") + query);
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(reply.status == 400);
      BOOST_TEST(reply.body.find(R"("error_code":"INVALID_PARAMETER_VALUE")") != reply.body.npos);
      const std::string_view text = query;
      BOOST_TEST(reply.body.find(text.substr(0, text.find('='))) != reply.body.npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_json_body_is_the_request) {
  BOOST_TEST(understood<&Widgets::create>(*this, "POST", "/api/2.0/widgets", R"({"id":"w","size":3,"future":[{}]})") ==
             R"({"id":"w","size":3})");
}

BOOST_AUTO_TEST_CASE(a_body_may_be_one_field) {
  BOOST_TEST(understood<&Widgets::update>(*this, "PATCH", "/api/2.0/widgets/w?mask=size", R"({"id":"v","size":3})") ==
             R"({"id":"w","mask":"size","widget":{"id":"v","size":3}})");
}

BOOST_AUTO_TEST_CASE(a_body_cannot_replace_what_the_path_says) {
  BOOST_TEST(understood<&Widgets::reset>(*this, "POST", "/api/2.0/widgets/w/reset", R"({"id":"other"})") ==
             R"({"id":"w"})");
}

BOOST_AUTO_TEST_CASE(an_absent_body_is_an_empty_object) {
  BOOST_TEST(understood<&Widgets::create>(*this, "POST", "/api/2.0/widgets") == R"({"id":""})");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_json_is_malformed) {
  server.on<&Widgets::create>(echo_id);
  for (const auto* body : {"{", "[1]", "{\"size\":\"x\"}", "\xff", "<html>"}) {
    const auto reply = send("POST", "/api/2.0/widgets", body);
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(reply.body.starts_with(R"({"error_code":"MALFORMED_REQUEST",)"));
  }
}

BOOST_AUTO_TEST_CASE(bytes_become_a_source) {
  std::string contents;
  server.on<&Widgets::upload>([&](const widgets::PutBlob& request) {
    BOOST_TEST(request.overwrite.value());
    contents = contents_of(request.contents);
  });
  const std::string bytes("\0\xff\r\n\r\n{", 7);
  BOOST_TEST(send("PUT", "/api/2.0/blobs/x?overwrite=true", bytes).status == 200);
  BOOST_TEST(contents == bytes);
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_put_together) {
  std::string contents;
  server.on<&Widgets::upload>([&](const widgets::PutBlob& request) { contents = contents_of(request.contents); });
  const auto reply = exchange(server.port(),
                              "PUT /api/2.0/blobs/x HTTP/1.1\r\nAuthorization: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  BOOST_TEST(reply.status == 200);
  BOOST_TEST(contents == "abcde");
}

BOOST_AUTO_TEST_CASE(headers_and_cookies_become_fields) {
  server.on<&Widgets::session>([](const widgets::Session& request) { return request; });
  const auto reply = exchange(server.port(),
                              "POST /api/2.0/session HTTP/1.1\r\nAuthorization: a\r\nTrace: t1\r\n"
                              "Cookie: other=1; session=s2\r\n\r\n");
  BOOST_TEST(reply.body == R"({"trace":"t1","session":"s2"})");
}

BOOST_AUTO_TEST_SUITE_END()
