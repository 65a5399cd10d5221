// What token endpoints answer, and how patiently they are asked.
#include "auth/base64.hpp"
#include "auth/jwt.hpp"
#include "auth/token_endpoint.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>

#include "loopback.hpp"
#include "rig.hpp"

using namespace test;
using databricks::AuthError;
using databricks::HttpResponse;
using databricks::OAuthToken;
using databricks::detail::AuthHttp;
using databricks::detail::parse_token;
using databricks::detail::request_token;
using databricks::detail::TokenRequest;

namespace {

const WallTime kNow{1'750'000'000s};

HttpResponse response(int status, std::string body, std::string type = "application/json") {
  HttpResponse made{.status = status, .body = std::move(body)};
  if (!type.empty()) made.headers.set("Content-Type", type);
  return made;
}

OAuthToken parsed(const std::string& body) { return parse_token(response(200, body), "https://h", kNow); }

std::string refusal(int status, const std::string& body, const std::string& type = "application/json") {
  return error_text<AuthError>([&] { parse_token(response(status, body, type), "https://h", kNow); });
}

std::string jwt(const std::string& claims) { return "e30." + databricks::detail::base64_url(claims) + ".c2ln"; }

// One token request with a secret.
OAuthToken ask(Rig& rig, const std::string& origin, const std::stop_token& stop = {}) {
  return request_token(*rig.context()->http,
                       {.endpoint = origin + "/token?x=planted-secret",
                        .form = {{"grant_type", "client_credentials"}},
                        .client_id = "id",
                        .client_secret = "planted-secret"},
                       stop);
}
OAuthToken ask(Rig& rig) { return ask(rig, rig.server.host()); }

const std::string kGood = R"({"access_token":"t","token_type":"Bearer","expires_in":3600})";

}  // namespace

BOOST_AUTO_TEST_SUITE(endpoint)

BOOST_AUTO_TEST_CASE(t130_to_t133_refusals) {
  struct {
    int status;
    std::string body, type, expected;
  } const rows[] = {
      {400, R"({"error":"invalid_grant","error_description":"no such code"})", "application/json",
       "https://h answered 400: invalid_grant: no such code"},
      {400, R"({"errorCode":"E1","errorSummary":"one\r\ntwo"})", "application/json", "E1: one two"},
      {400, "{}", "application/json", "unknown: unknown"},
      {400, R"({"error":"x"})", "application/json", "x: unknown"},
      {400, R"({"error":{"code":"AuthorizationFailed","message":"No right."}})", "application/json",
       "AuthorizationFailed: No right"},
      {400, R"({"error":{"code":[]}})", "application/json", "unknown: unknown"},
      {400, R"({"error":[1]})", "application/json", "unknown: unknown"},
      {401,
       R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid. Trace ID: 1","error_uri":"https://e/u"})",
       "application/json", "invalid_client: AADSTS7000215: Invalid. See https://e/u"},
      {401, "go away", "text/plain", "https://h answered 401: go away"},
      {400, "", "", "https://h answered 400: "},
      {500, "[1", "application/json", "https://h answered 500: [1"},
      {400, R"({"error_description":5})", "application/json", "https://h answered 400: "},
      {302, "", "", "a redirect, which is not followed"},
  };
  for (const auto& row : rows) BOOST_TEST(holds(refusal(row.status, row.body, row.type), row.expected), row.body);
  const auto longest = refusal(400, R"({"error":"e","error_description":")" + std::string(100'000, 'x') + "\"}");
  BOOST_TEST(longest.size() < 2000);
  BOOST_TEST(!holds(refusal(400, "{\"error\":\"a\\u001b[2Jb\\n\\r\\u0000c\"}"), "\x1b"));
}

BOOST_AUTO_TEST_CASE(t134_t135_no_token_in_a_good_answer) {
  for (const std::string body : {"{}", "<html>", "", "[]", "null", "{\"access_token\":{}}", "{\"access_token\":null}",
                                 "{\"access_token\":\"\"}", "{\"access_token\":\" \"}", "{\"access_token\":\"x\""}) {
    BOOST_TEST(holds(refusal(200, body), "invalid token response from https://h"), body);
  }
  BOOST_TEST(holds(refusal(200, R"({"access_token":"planted-secret","error":"e","error_description":"d"})"), "e: d"));
  Rig rig([](const Recorded&, int) { return Answer{.body = "{}"}; });
  error_text<AuthError>([&] { ask(rig); });
  BOOST_TEST(rig.token_requests().size() == 1);
}

BOOST_AUTO_TEST_CASE(t136_t137_expiry) {
  const std::pair<std::string, std::chrono::seconds> rows[] = {
      {R"("expires_in":3600)", 3600s},
      {R"("expires_in":"3600")", 3600s},
      {R"("expires_in":" 60 ")", 60s},
      {R"("expires_in":59.9)", 59s},
      {R"("expires_in":1e2)", 100s},
      {R"("expires_in":0)", 0s},
      {R"("expires_in":-1)", -1s},
      {R"("expires_in":1e18)", 315'576'000s},
      {R"("expires_in":1e999)", 315'576'000s},
      {R"("expires_in":-1e999)", -315'576'000s},
      {R"("expires_in":99999999999999999999999)", 315'576'000s},
      {R"("expires_in":"nan")", 3600s},
      {R"("expires_in":"inf")", 3600s},
      {R"("expires_in":"soon")", 3600s},
      {R"("expires_in":true)", 3600s},
      {R"("expires_in":{})", 3600s},
      {R"("expires_in":null)", 3600s},
      {R"("x":1)", 3600s},
      {R"("expires_on":"1750000100")", 100s},
      {R"("expires_on":1750000100)", 100s},
      {R"("expires_on":1e300)", 315'576'000s},
      {R"("expires_in":50,"expires_on":1750000100)", 50s},
  };
  for (const auto& [member, life] : rows) {
    const auto token = parsed(R"({"access_token":"t",)" + member + "}");
    BOOST_TEST((token.expiry == kNow + life), member);
  }
  const auto claimed = parsed(R"({"access_token":")" + jwt(R"({"exp":1750000777})") + "\"}");
  BOOST_TEST((claimed.expiry == kNow + 777s));
  const auto far = parsed(R"({"access_token":")" + jwt(R"({"exp":1e300})") + "\"}");
  BOOST_TEST((far.expiry > kNow + std::chrono::hours(24 * 365)));
}

BOOST_AUTO_TEST_CASE(t137_an_unknown_expiry_is_logged) {
  Rig rig([](const Recorded&, int) { return Answer{.body = R"({"access_token":"planted-secret"})"}; });
  BOOST_TEST((ask(rig).expiry == rig.time.now() + 1h));
  BOOST_TEST(holds(rig.logger->text(), "does not say when its token expires"));
  BOOST_TEST(!holds(rig.logger->text(), "planted-secret"));
}

BOOST_AUTO_TEST_CASE(t138_token_types) {
  const std::pair<std::string, std::string> rows[] = {{R"("x":1)", "Bearer"},
                                                      {R"("token_type":"")", "Bearer"},
                                                      {R"("token_type":"bearer")", "Bearer"},
                                                      {R"("token_type":"BASIC")", "Basic"},
                                                      {R"("token_type":"mac")", "MAC"},
                                                      {R"("token_type":"Some")", "Some"}};
  for (const auto& [member, type] : rows) {
    BOOST_TEST(parsed(R"({"access_token":"t",)" + member + "}").token_type == type);
  }
}

BOOST_AUTO_TEST_CASE(tokens_can_inject_no_header) {
  for (const std::string body :
       {R"({"access_token":"planted-secret\r\nX-Evil: 1"})", R"({"access_token":"planted-secret\u0000"})",
        R"({"access_token":"planted-secret","token_type":"Bearer\r\nX-Evil: 1"})",
        R"({"access_token":"planted-secret","token_type":"a b"})"}) {
    BOOST_TEST(holds(refusal(200, body), "https://h"), body);
  }
  BOOST_TEST(parsed("{\"access_token\":\" t\\n\"}").access_token == "t");
}

BOOST_AUTO_TEST_CASE(what_was_sent_is_not_repeated) {
  Rig rig([](const Recorded& request, int) {
    return Answer{
        .status = 400,
        .body = R"({"error":"bad","error_description":"you sent )" + form_of(request).at("client_secret") + "\"}"};
  });
  BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig); }), "bad: you sent ***"));
}

BOOST_AUTO_TEST_CASE(t139_retry_after_is_waited_for) {
  for (const std::string after : {"2", "date"}) {
    Rig rig;
    Rig served([&](const Recorded&, int number) -> Answer {
      if (number > 1) return {.body = kGood};
      // 1750000000 is this Sunday, 15:06:40
      const auto value = after == "date" ? "Sun, 15 Jun 2025 15:06:42 GMT" : after;
      return {.status = 429, .headers = {{"Retry-After", value}}};
    });
    BOOST_TEST(ask(served).access_token == "t");
    BOOST_TEST(served.token_requests().size() == 2);
    BOOST_TEST((served.time.steady->sleeps().at(0) >= 2s));
  }
}

BOOST_AUTO_TEST_CASE(t140_passing_faults_are_tried_again_and_others_not) {
  for (const int status : {429, 502, 503, 504}) {
    Rig rig([&](const Recorded&, int number) { return number < 4 ? Answer{.status = status} : Answer{.body = kGood}; });
    BOOST_TEST(ask(rig).access_token == "t");
    const auto sleeps = rig.time.steady->sleeps();
    BOOST_TEST_REQUIRE(sleeps.size() == 3);
    for (std::size_t i = 0; i < sleeps.size(); ++i) BOOST_TEST((sleeps[i] <= 1s * (1 << i)));
  }
  for (const int status : {400, 401, 403, 404, 408, 500, 501}) {
    Rig rig([&](const Recorded&, int) { return Answer{.status = status}; });
    BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig); }), "answered " + std::to_string(status)));
    BOOST_TEST(rig.token_requests().size() == 1);
  }
}

BOOST_AUTO_TEST_CASE(t141_not_longer_than_a_minute) {
  Rig rig([&](const Recorded&, int) { return Answer{.status = 503}; });
  BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig); }), "answered 503"));
  BOOST_TEST(rig.token_requests().size() >= 3);
  BOOST_TEST((rig.time.steady->slept() < 60s));
  Rig patient([&](const Recorded&, int) { return Answer{.status = 503, .headers = {{"Retry-After", "61"}}}; });
  error_text<AuthError>([&] { ask(patient); });
  BOOST_TEST(patient.token_requests().size() == 1);
}

BOOST_AUTO_TEST_CASE(t142_a_reset_is_tried_again) {
  std::atomic<int> connections = 0;
  LoopbackServer server([&](Peer& peer) {
    peer.read_request();
    if (++connections == 1) return peer.reset();
    peer.send(answer(kGood));
  });
  Rig rig;
  BOOST_TEST(ask(rig, server.origin()).access_token == "t");
  BOOST_TEST(connections == 2);
}

BOOST_AUTO_TEST_CASE(t143_silence_ends_with_its_limit) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  const auto transport = databricks::http_transport();
  const auto start = std::chrono::steady_clock::now();
  AuthHttp http(transport, transport, std::make_shared<databricks::Clock>());
  const auto request = databricks::detail::auth_request("POST", silent.origin() + "/planted-secret");
  const auto text = error_text<AuthError>([&] { http.send(request, {}, {.attempt = 50ms, .total = 50ms}); });
  BOOST_TEST(holds(text, silent.origin()), text);
  // An attempt that may last longer than all of them, and one that the configuration limits.
  error_text<AuthError>([&] { http.send(request, {}, {.attempt = 30s, .total = 60ms}); });
  AuthHttp hasty(transport, transport, std::make_shared<databricks::Clock>(), {.longest_attempt = 50ms});
  error_text<AuthError>([&] { hasty.send(request, {}, {.attempt = 30s, .total = 0s}); });
  BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
}

BOOST_AUTO_TEST_CASE(t144_redirects_are_not_followed) {
  Rig elsewhere;
  Rig rig([&](const Recorded&, int) {
    return Answer{.status = 302, .headers = {{"Location", elsewhere.server.host() + "/planted-secret"}}};
  });
  BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig); }), "redirect"));
  BOOST_TEST(elsewhere.requests().empty());
  BOOST_TEST(rig.token_requests().size() == 1);
}

BOOST_AUTO_TEST_CASE(t145_an_endless_answer_ends_at_a_mebibyte) {
  std::atomic<int> connections = 0;
  LoopbackServer server([&](Peer& peer) {
    ++connections;
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
    for (int i = 0; i < 160; ++i) peer.send(std::string(65536, 'x'));
  });
  Rig rig;
  BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig, server.origin()); }), "more than 1 MiB"));
  BOOST_TEST(connections == 1);
}

BOOST_AUTO_TEST_CASE(t146_a_long_token_is_kept) {
  const std::string token(102'400, 'x');
  Rig rig([&](const Recorded&, int) { return Answer{.body = R"({"access_token":")" + token + "\"}"}; });
  BOOST_TEST((ask(rig).access_token == token));
}

BOOST_AUTO_TEST_CASE(a_stop_request_ends_the_wait) {
  LoopbackServer silent([](Peer& peer) { peer.wait_until_closed(); });
  Rig rig;
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(30ms);
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(holds(error_text<AuthError>([&] { ask(rig, silent.origin(), stop.get_token()); }), "cancelled"));
  BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
}

BOOST_AUTO_TEST_CASE(addresses) {
  using databricks::detail::auth_request;
  BOOST_TEST(auth_request("GET", "https://h").target == "/");
  BOOST_TEST(auth_request("GET", "https://h?a=b#c").target == "/?a=b");
  BOOST_TEST(auth_request("GET", "https://h#c").target == "/");
  BOOST_TEST(auth_request("GET", "http://[::1]:1/x").origin == "http://[::1]:1");
  for (const std::string bad :
       {"", "h", "ftp://h", "https://", "https:///x", "https://u:planted-secret@h", "https://h/a b",
        "https://h/\r\nX: y", "https://h:x/planted-secret", "https://h\\planted-secret@e"}) {
    BOOST_TEST(holds(error_text<AuthError>([&] { auth_request("GET", bad); }), "must look like"), bad);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(jwts)

BOOST_AUTO_TEST_CASE(claims_are_read_and_nonsense_is_none) {
  using namespace databricks::detail;
  BOOST_TEST(jwt_text_claim(jwt(R"({"upn":"a\u00e9","n":5})"), "upn") == "a\xc3\xa9");
  BOOST_TEST(jwt_text_claim(jwt(R"({"upn":"a","n":5})"), "n") == "");
  BOOST_TEST((jwt_expiry(jwt(R"({"exp":1.9})")) == WallTime(1s)));
  for (const std::string bad : {"", ".", "..", "a.b", "a.b.c", "e30.!!!.c", "e30.e30", "e30.W10.c"}) {
    BOOST_TEST(!jwt_expiry(bad), bad);
    BOOST_TEST(jwt_text_claim(bad, "exp") == "", bad);
  }
  for (const std::string exp : {"-1", "0", "\"5\"", "null", "1e999", "[]"}) {
    BOOST_TEST(!jwt_expiry(jwt("{\"exp\":" + exp + "}")), exp);
  }
}

BOOST_AUTO_TEST_CASE(base64_vectors_of_rfc_4648) {
  using namespace databricks::detail;
  const std::pair<std::string, std::string> rows[] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                                      {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xfb\xff", "+/8="}};
  for (const auto& [plain, coded] : rows) BOOST_TEST(base64(plain) == coded);
  BOOST_TEST(base64_url("\xfb\xff") == "-_8");
  for (const auto& [plain, coded] : rows) BOOST_TEST((from_base64_url(base64_url(plain)) == plain));
  for (const std::string bad : {"a", "ab c", "+/8", "Zg=x", "Zm9v\n"}) BOOST_TEST(!from_base64_url(bad), bad);
}

BOOST_AUTO_TEST_CASE(bad_keys_are_named_and_not_shown) {
  for (const std::string bad :
       {"", "planted-secret", "-----BEGIN PRIVATE KEY-----\nplanted-secret\n-----END PRIVATE KEY-----\n"}) {
    BOOST_TEST(holds(error_text<AuthError>([&] { databricks::detail::signed_jwt("{}", "{}", bad); }), "private_key"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
