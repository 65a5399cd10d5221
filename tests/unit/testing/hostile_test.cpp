#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

using widgets::Widgets;

BOOST_FIXTURE_TEST_SUITE(hostile, Serving)

BOOST_AUTO_TEST_CASE(malformed_escapes_are_refused) {
  server.on<&Widgets::get>(echo_id);
  server.on<&Widgets::list>([](const auto&) { return widgets::WidgetList{}; });
  for (const auto* target : {"/api/2.0/widgets/a%", "/api/2.0/widgets/a%2", "/api/2.0/widgets/%zz",
                             "/api/2.0/widgets/%+1", "/api/2.0/widgets?page_token=%", "/api/2.0/widgets?%q=1"}) {
    BOOST_TEST_CONTEXT(target) BOOST_TEST(send("GET", target).status == 400);
  }
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_refused_or_replaced_and_the_answer_is_json) {
  server.on<&Widgets::get>(echo_id);
  server.on<&Widgets::list>([](const auto&) { return widgets::WidgetList{}; });
  for (const auto* target : {"/api/2.0/widgets/%ff%00", "/api/2.0/widgets?limit=%ff", "/api/2.0/%ff"}) {
    const auto reply = send("GET", target);
    BOOST_TEST_CONTEXT(target) {
      BOOST_TEST(reply.status >= 200);
      BOOST_TEST(reply.status < 500);
      BOOST_TEST(reply.body.starts_with('{'));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused_however_it_is_sent) {
  Serving small({.max_body_bytes = 1000});
  small.server.on<&Widgets::create>(echo_id);
  const std::string large(2000, ' ');
  BOOST_TEST(small.send("POST", "/api/2.0/widgets", large).status == 413);
  BOOST_TEST(
      exchange(small.server.port(),
               "POST /api/2.0/widgets HTTP/1.1\r\nAuthorization: a\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                   large + "\r\n0\r\n\r\n")
          .status == 413);
  BOOST_TEST(small.send("POST", "/api/2.0/widgets", std::string(1000, ' ')).status == 200);
}

BOOST_AUTO_TEST_CASE(too_many_headers_are_refused) {
  server.on<&Widgets::get>(echo_id);
  std::string request = "GET /api/2.0/widgets/w HTTP/1.1\r\nAuthorization: a\r\n";
  for (int i = 0; i < 200; ++i) request += "X-" + std::to_string(i) + ": y\r\n";
  BOOST_TEST(exchange(server.port(), request + "\r\n").status == 431);
}

BOOST_AUTO_TEST_CASE(a_long_path_is_answered) {
  server.on<&Widgets::get_thing>(echo_id);
  std::string path = "/api/2.0/things/";
  while (path.size() < 8000) path += "parts/:query/";
  BOOST_TEST(send("GET", path + "x").status == 200);
  BOOST_TEST(send("GET", path + std::string(9000, 'x')).status == 414);
}

BOOST_AUTO_TEST_CASE(deep_json_is_refused) {
  server.on<&Widgets::create>(echo_id);
  BOOST_TEST(send("POST", "/api/2.0/widgets", "{\"future\":" + std::string(100'000, '[')).status == 400);
}

BOOST_AUTO_TEST_CASE(a_form_is_refused_and_the_server_goes_on) {
  server.on<&Widgets::create>(echo_id);
  const auto reply = exchange(server.port(),
                              "POST /api/2.0/widgets HTTP/1.1\r\nAuthorization: a\r\nContent-Length: 5\r\n"
                              "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x--");
  BOOST_TEST(reply.status >= 400);
  BOOST_TEST(send("POST", "/api/2.0/widgets", "{}").status == 200);
}

BOOST_AUTO_TEST_CASE(a_form_has_limits_and_an_end) {
  Serving small({.max_body_bytes = 1000});
  const auto status_of = [&](const std::string& form) {
    return exchange(small.server.port(), "POST /api/2.0/widgets HTTP/1.1\r\nAuthorization: a\r\nContent-Length: " +
                                             std::to_string(form.size()) +
                                             "\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n" + form)
        .status;
  };
  const std::string head = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
  BOOST_TEST(status_of(head + std::string(2000, 'y') + "\r\n--x--\r\n") == 413);
  BOOST_TEST(status_of(head + "cut") == 400);
}

BOOST_AUTO_TEST_CASE(garbage_and_half_requests_harm_nobody) {
  server.on<&Widgets::get>(echo_id);
  for (const auto* bytes : {"\r\n\r\n", "GET\r\n\r\n", "BREW /pot HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\n\r\n",
                            "GET http://other/api HTTP/1.1\r\nAuthorization: a\r\n\r\n"}) {
    BOOST_TEST_CONTEXT(bytes) BOOST_TEST(exchange(server.port(), bytes).status >= 400);
  }
  BOOST_TEST(send("GET", "/api/2.0/widgets/w").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
