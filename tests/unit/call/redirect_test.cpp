// Redirects: where they lead, and what goes with the call.
#include "call/redirects.hpp"
#include "errors/parse.hpp"
#include "scripted.hpp"

#include <sstream>

using namespace test;

namespace {

ScriptedTransport::Step to(const std::string& location, int status = 302) {
  return answers(status, "moved", Headers{{"Location", location}});
}

// `origin target` of where a GET of https://example.com/a/b?c=d goes; or the error.
std::string landing(const std::string& location, const std::string& origin = "https://example.com") {
  HttpRequest request{.method = "GET", .origin = origin, .target = "/a/b?c=d"};
  try {
    detail::redirect(request, {.status = 302, .headers = {{"Location", location}}});
  } catch (const TransportError& error) {
    BOOST_TEST((error.fault() == TransportFault::permanent));
    BOOST_TEST(!holds(error.what(), "planted-secret"));
    return "refused";
  }
  return request.origin + ' ' + request.target;
}

const std::string* sent_header(const ScriptedTransport& transport, std::size_t n, std::string_view name) {
  return transport.requests.at(n).headers.find(name);
}

bool may_be_private_link(boost::unit_test::test_unit_id) {
  return detail::is_private_link_page("/login.html?error=private-link-validation-error:123");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(redirects, Scripted)

BOOST_AUTO_TEST_CASE(a_location_may_have_any_form_of_rfc_3986) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://example.com/x", "https://example.com /x"},
      {"HTTPS://other.example:8443/x?y#z", "https://other.example:8443 /x?y"},
      {"https://other.example", "https://other.example /"},
      {"https://other.example?q=1", "https://other.example /?q=1"},
      {"//other.example/x", "https://other.example /x"},
      {"https://[::1]:8443/x", "https://[::1]:8443 /x"},
      {"/x/y?z=1", "https://example.com /x/y?z=1"},
      {"x", "https://example.com /a/x"},
      {"x:y/z", "refused"},
      {"./x:y", "https://example.com /a/x:y"},
      {"../x", "https://example.com /x"},
      {"../../../x", "https://example.com /x"},
      {"/x/./y/../z/..", "https://example.com /x/"},
      {"?e=f", "https://example.com /a/b?e=f"},
      {"/x?a=../b", "https://example.com /x?a=../b"},
      {"/x#fragment", "https://example.com /x"},
      {"/caf\xc3\xa9 bar", "https://example.com /caf%C3%A9%20bar"},
      {"/x%2F%20y", "https://example.com /x%2F%20y"},
      {"https://user:planted-secret@example.com/x", "refused"},
      {"//user@example.com/x", "refused"},
      {"http://example.com/x?token=planted-secret", "refused"},
      {"http://other.example/x", "refused"},
      {"ftp://example.com/x", "refused"},
      {"file:///etc/passwd", "refused"},
      {"javascript:alert(1)", "refused"},
      {"https:/example.com", "refused"},
      {"https://", "refused"},
      {"https:///x", "refused"},
      {"https://example.com:99999/x", "refused"},
      {"https://exa mple.com/x", "refused"},
      {"https://other.example\\@example.com/x", "refused"},
      {"https://other.example\\.example.com/x", "refused"},
  };
  for (const auto& [location, expected] : cases) {
    BOOST_TEST_CONTEXT(location) { BOOST_TEST(landing(location) == expected); }
  }
  BOOST_TEST(landing("//other.example/x", "http://example.com") == "http://other.example /x");
  BOOST_TEST(landing("https://other.example/x", "http://example.com") == "https://other.example /x");
}

BOOST_AUTO_TEST_CASE(a_redirect_at_the_same_origin_keeps_the_credentials) {
  for (const char* location : {"/next", "https://example.com/next", "https://EXAMPLE.com:443/next"}) {
    play({to(location), answers(200, R"({"id":"b"})")});
    BOOST_TEST(*things.get({"a"}).id == "b");
    BOOST_TEST(*sent_header(*transport, 1, "Authorization") == "Bearer planted-secret");
    BOOST_TEST(transport->requests.at(1).target == "/next");
  }
}

BOOST_AUTO_TEST_CASE(row_44_another_origin_gets_no_credentials_and_they_stay_away) {
  for (const char* location : {"https://other.example/x", "https://example.com:8443/x"}) {
    play({to(location), to("https://example.com/back"), answers(200)});
    const auto custom = things_with([](Config& config) {
      config.workspace_id = "42";
      config.custom_headers = Headers{{"Cookie", "c=planted-secret"},
                                      {"Proxy-Authorization", "planted-secret"},
                                      {"X-Databricks-Azure-SP-Management-Token", "planted-secret"},
                                      {"X-Databricks-GCP-SA-Access-Token", "planted-secret"},
                                      {"X-Databricks-Azure-Workspace-Resource-Id", "planted-secret"},
                                      {"Host", "example.com"},
                                      {"X-Other", "kept"}};
    });
    custom.get({"a"});
    BOOST_REQUIRE_EQUAL(sent(), 3u);
    for (const std::size_t hop : {1u, 2u}) {
      for (const auto& [name, value] : transport->requests.at(hop).headers) {
        BOOST_TEST(!holds(value, "planted-secret"));
        BOOST_TEST(name != "Host");
        BOOST_TEST(!holds(name, "X-Databricks-"));
      }
      BOOST_TEST(*sent_header(*transport, hop, "X-Other") == "kept");
    }
  }
}

BOOST_AUTO_TEST_CASE(row_44_from_https_to_http_is_refused_and_not_retried) {
  play({to("http://example.com/x")});
  const auto error = error_of<TransportError>([&] { things.get({"a"}); });
  BOOST_TEST(holds(error.what(), "from https to http"));
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(row_45_a_loop_ends_after_ten_redirects) {
  play({to("/loop")});
  const auto error = error_of<TransportError>([&] { things.get({"a"}); });
  BOOST_TEST(sent() == 11u);
  BOOST_TEST(holds(error.what(), "10 redirects"));
  BOOST_TEST(error.call().attempts == 1);
}

BOOST_AUTO_TEST_CASE(row_45_a_307_sends_method_and_body_again) {
  std::istringstream stream("all of it");
  std::string body;
  play({to("/next", 307), [&](const HttpRequest& request, const HttpLimits&, ByteSink*) {
          body = read_all(request);
          return HttpResponse{.status = 200};
        }});
  things.upload({.contents = Source(stream)});
  BOOST_TEST(transport->requests.at(1).method == "POST");
  BOOST_TEST(body == "all of it");
  play({to("/next", 308), answers(200)});
  things.create({"a"});
  BOOST_TEST(transport->requests.at(1).body == R"({"id":"a"})");
  BOOST_TEST(*sent_header(*transport, 1, "Content-Type") == "application/json");
}

BOOST_AUTO_TEST_CASE(row_45_a_307_for_what_can_not_be_read_twice_is_a_clear_error) {
  auto left = std::make_shared<int>(1);
  const auto once = Source::from_function([left](char* buffer, std::size_t) -> std::size_t {
    *buffer = 'x';
    return static_cast<std::size_t>(std::exchange(*left, 0));
  });
  play({to("/next", 307), answers(200)});
  const auto error = error_of<TransportError>([&] { things.upload({.contents = once}); });
  BOOST_TEST(holds(error.what(), "can't be read twice"));
  BOOST_TEST(sent() == 1u);
}

BOOST_AUTO_TEST_CASE(other_redirects_become_a_get_without_body) {
  for (const int status : {301, 302, 303}) {
    play({to("/next", status), answers(200)});
    things.create({"a"});
    const auto& second = transport->requests.at(1);
    BOOST_TEST(second.method == "GET");
    BOOST_TEST(second.body == "");
    BOOST_TEST(!second.has_body);
    BOOST_TEST((second.headers.find("Content-Type") == nullptr));
  }
  HttpRequest head{.method = "HEAD", .origin = "https://example.com", .target = "/"};
  detail::redirect(head, {.status = 303, .headers = {{"Location", "/x"}}});
  BOOST_TEST(head.method == "HEAD");
}

BOOST_AUTO_TEST_CASE(a_retry_begins_with_the_first_request_again) {
  play({to("https://other.example/x"), answers(503), answers(200)});
  things.put({"a"});
  BOOST_REQUIRE_EQUAL(sent(), 3u);
  const auto& third = transport->requests.at(2);
  BOOST_TEST(third.method == "PUT");
  BOOST_TEST(third.origin == "https://example.com");
  BOOST_TEST(third.target == "/things/a");
  BOOST_TEST(third.body == "{}");
  BOOST_TEST(*third.headers.find("Authorization") == "Bearer planted-secret");
}

BOOST_AUTO_TEST_CASE(a_redirect_that_leads_nowhere_is_an_error_and_not_retried) {
  for (const auto& step : {answers(304), answers(300), answers(302), to("", 302), to("/x", 305)}) {
    play({step});
    const auto error = error_of<TransportError>([&] { things.get({"a"}); });
    BOOST_TEST((error.fault() == TransportFault::permanent));
    BOOST_TEST(sent() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(row_87_a_login_page_is_an_html_error_that_names_where_it_came_from) {
  play({to("https://login.example/login.html?next=private-page"), answers(200, "<html>planted page</html>")});
  BOOST_CHECK_EXCEPTION(things.get({"a"}), HtmlResponse, [](const HtmlResponse& error) {
    return holds(error.what(), "https://login.example/login.html") && !holds(error.what(), "private-page") &&
           holds(error.excerpt(), "planted page") && error.status_code() == 200 && error.call().attempts == 1;
  });
  BOOST_TEST(sent() == 2u);
}

BOOST_AUTO_TEST_CASE(row_86_a_private_link_page_is_an_error_of_the_service,
                     *boost::unit_test::precondition(may_be_private_link)) {
  play({to("/login.html?error=private-link-validation-error:123"), answers(200, "<html></html>")});
  BOOST_CHECK_THROW(things.get({"a"}), PrivateLinkValidationError);
  BOOST_TEST(sent() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
