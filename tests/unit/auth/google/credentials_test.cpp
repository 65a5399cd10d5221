// Service accounts with a key: rows 227 to 234 and 242.
#include <databricks/config.hpp>

#include <thread>

#include "google.hpp"

using namespace test;
using databricks::detail::google_credentials;

namespace {

constexpr const char* kScopes =
    R"("https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/compute")";

struct Account : GoogleStage {
  Account() { config.google_credentials = account_json(pem_of(the_key())); }
  std::string problem(const std::string& value) {
    config.google_credentials = value;
    return error_of_method(google_credentials);
  }
};

struct Broken final : databricks::Logger {
  bool enabled(databricks::LogLevel) const override { return true; }
  void log(databricks::LogLevel, std::string_view) override { throw std::runtime_error("no disk"); }
};

std::string assertion(const Recorded& request) { return form_of(request)["assertion"]; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(credentials, Account)

BOOST_AUTO_TEST_CASE(t227_inline_and_path_and_missing_path) {
  const auto json = config.google_credentials;
  for (const auto& value : {json, "  \n" + json, write("key.json", json), write("bom.json", "\xEF\xBB\xBF" + json)}) {
    config.google_credentials = value;
    BOOST_TEST(header(credentials(google_credentials)->headers({}), "Authorization").starts_with("Bearer ey"));
  }
  const auto missing = folder() + "/missing.json";
  BOOST_TEST(holds(problem(missing), "there is no file " + missing));
  BOOST_TEST(holds(problem(folder()), "it is no regular file"));
  BOOST_TEST(holds(problem(write("empty.json", "")), "empty.json is not the JSON of Google credentials"));
  BOOST_TEST(holds(problem(write("huge.json", std::string(2 << 20, ' '))), "larger than 1 MiB"));
  BOOST_TEST(requests(kToken).size() == 8U);
}

BOOST_AUTO_TEST_CASE(t227_what_is_no_json) {
  const auto json = config.google_credentials;
  const std::pair<std::string, const char*> cases[] = {
      {json.substr(0, json.size() / 2), "the text ends too early"},
      {"{}", "client_email is missing"},
      {R"({"private_key":{"planted-secret":1}})", "$.private_key: expected text, found an object"},
      {R"({"type":"authorized_user","refresh_token":"planted-secret"})",
       "unsupported credential type \"authorized_user\""},
      {R"({"type":"planted-secret !"})", "unsupported credential type; use service_account"},
      {"planted-secret", "neither the JSON of a service account nor the path of its file"},
      {std::string(100'000, 'a') + "planted-secret", "neither the JSON"},
      {R"(["planted-secret"])", "neither the JSON"},
      {replaced(json, "\\n", "\n"), "private_key has line breaks that JSON does not allow: write them as \\n"},
      {std::string(60, '{'), "not the JSON of Google credentials"},
      {R"({"x":)" + std::string(100'000, '['), "nested deeper than 50 levels"},
  };
  for (const auto& [value, expected] : cases) {
    const auto text = problem(value);
    BOOST_TEST(holds(text, expected), text);
  }
  BOOST_TEST(requests(kToken).empty());
}

BOOST_AUTO_TEST_CASE(t228_id_token_request) {
  const auto made = credentials(google_credentials);
  const auto token = made->token({});
  BOOST_TEST(token.token_type == "Bearer");
  BOOST_TEST(seconds_of(*token.expiry) == seconds_of(clock->wall() + 1h));
  const auto asked = asked_for("id");
  BOOST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].method == "POST");
  BOOST_TEST(asked[0].header("X-Meant-For") == "https://oauth2.googleapis.com");
  BOOST_TEST(asked[0].header("Content-Type") == "application/x-www-form-urlencoded");
  BOOST_TEST(!asked[0].has_header("Authorization"));
  BOOST_TEST(form_of(asked[0])["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer");
  BOOST_TEST(form_of(asked[0]).size() == 2U);
  auto head = jwt_part(assertion(asked[0]), 0);
  BOOST_TEST(head["alg"] == R"("RS256")");
  BOOST_TEST(head["typ"] == R"("JWT")");
  BOOST_TEST(head["kid"] == R"("key-1")");
  auto claims = jwt_part(assertion(asked[0]), 1);
  BOOST_TEST(claims.size() == 5U);
  BOOST_TEST(claims["iss"] == R"("sa@p.iam.gserviceaccount.com")");
  BOOST_TEST(claims["aud"] == R"("https://oauth2.googleapis.com/token")");
  BOOST_TEST(claims["target_audience"] == '"' + std::string(kHost) + '"');
  BOOST_TEST(std::stoll(claims["iat"]) == seconds_of(clock->wall()) - 10);
  BOOST_TEST(std::stoll(claims["exp"]) == std::stoll(claims["iat"]) + 3600);
}

BOOST_AUTO_TEST_CASE(t228_openssl_verifies_the_signature) {
  credentials(google_credentials)->token({});
  const auto jwt = assertion(asked_for("id").at(0));
  const auto dot = jwt.rfind('.');
  const auto signature = databricks::detail::from_base64_url(jwt.substr(dot + 1));
  BOOST_REQUIRE(signature);
  const auto verify = [&](const std::string& text) {
    return std::system(("openssl dgst -sha256 -verify " + write("public.pem", pem_of(the_key(), Pem::public_key)) +
                        " -signature " + write("signature", *signature) + ' ' + write("text", text) +
                        " > /dev/null 2>&1")
                           .c_str());
  };
  BOOST_TEST(verify(jwt.substr(0, dot)) == 0);
  BOOST_TEST(verify(jwt.substr(0, dot - 1)) != 0);
}

BOOST_AUTO_TEST_CASE(t229_access_token_request) {
  const auto headers = credentials(google_credentials)->headers({});
  BOOST_TEST(headers.size() == 2U);
  BOOST_TEST(header(headers, kAccessHeader) == "access-of-access");
  const auto asked = asked_for("access");
  BOOST_REQUIRE(asked.size() == 1U);
  auto claims = jwt_part(assertion(asked[0]), 1);
  BOOST_TEST(claims["scope"] == kScopes);
  BOOST_TEST(!claims.contains("target_audience"));
  BOOST_TEST(!claims.contains("sub"));
}

BOOST_AUTO_TEST_CASE(t230_no_access_token) {
  std::atomic<int> status = 403;
  answer(kToken, [&](const Recorded& request) {
    if (kind_of(request) == "id" || status == 200) return token(request);
    return Answer{.status = status, .body = R"({"error":"access_denied","error_description":"not for you"})"};
  });
  const auto made = credentials(google_credentials);
  const auto headers = [&] { return made->headers({}); };
  BOOST_TEST(headers().size() == 1U);
  BOOST_TEST(!header(headers(), "Authorization").empty());
  BOOST_TEST(holds(log, "answered 403: access_denied: not for you"), log);
  BOOST_TEST(std::count(log.begin(), log.end(), '\n') == 1);
  BOOST_TEST(asked_for("access").size() == 1U);
  clock->advance(59s);
  headers();
  BOOST_TEST(asked_for("access").size() == 1U);
  clock->advance(2s);
  headers();
  BOOST_TEST(asked_for("access").size() == 2U);
  status = 200;
  clock->advance(61s);
  BOOST_TEST(header(headers(), kAccessHeader) == "access-of-access");
  BOOST_TEST(asked_for("id").size() == 1U);
}

BOOST_AUTO_TEST_CASE(t231_invalid_grant) {
  answer(kToken, [&](const Recorded& request) {
    return Answer{.status = 400,
                  .body = R"({"error":"invalid_grant","error_description":"Invalid JWT )" + assertion(request) +
                          R"(\r\nSignature."})"};
  });
  const auto made = credentials(google_credentials);
  const auto text = error_text([&] { made->headers({}); });
  BOOST_TEST(
      text ==
      "google-credentials: https://oauth2.googleapis.com answered 400: invalid_grant: Invalid JWT ***  Signature.");
  BOOST_TEST(requests(kToken).size() == 1U);
}

BOOST_AUTO_TEST_CASE(t231_odd_answers) {
  const std::pair<Answer, const char*> cases[] = {
      {{.body = ""}, "invalid token response"},
      {{.body = "<html>Login</html>", .content_type = "text/html"}, "invalid token response"},
      {{.body = "{}"}, "the ID token is missing"},
      {{.body = R"({"id_token":"  "})"}, "the ID token is missing"},
      {{.body = R"({"id_token":"planted-secret\r\nX: y"})"}, "holds a line break"},
      {{.body = R"({"id_token":["planted-secret"]})"}, "expected text, found an array"},
      {{.body = std::string(3000, '{')}, "invalid token response"},
      {{.status = 302, .headers = {{"Location", "https://evil.example"}}}, "a redirect, which is not followed"},
      {{.status = 403, .body = R"({"error":{"code":403,"message":"why\nnot","status":"PERMISSION_DENIED"}})"},
       "answered 403: PERMISSION_DENIED: why not"},
      {{.status = 401, .body = R"({"error":7})"}, "answered 401"},
      {{.status = 404, .body = "gone\n", .content_type = "text/plain"}, "answered 404: gone"},
  };
  for (const auto& [answer_to, expected] : cases) {
    answer(kToken, answer_to);
    const auto made = credentials(google_credentials);
    const auto text = error_text([&] { made->headers({}); });
    BOOST_TEST(holds(text, expected), text);
    BOOST_TEST(text.size() < 2000U);
    BOOST_TEST(!holds(text, "\n"));
  }
}

BOOST_AUTO_TEST_CASE(t232_keys) {
  const auto pem = pem_of(the_key());
  const std::pair<std::string, const char*> cases[] = {
      {"", "private_key is missing"},
      {"planted-secret", "private_key is no PEM"},
      {pem_of(new_key("EC")), "private_key is no RSA key"},
      {pem_of(the_key(), Pem::encrypted), "private_key is encrypted"},
      {pem_of(the_key(), Pem::public_key), "private_key is a public key or a certificate"},
      {replaced(pem, "\n", "\\\\n"), "has \\n as two characters"},
      {replaced(pem, "\n", " "), "private_key has lost its line breaks"},
      {pem.substr(0, 900) + "\n-----END PRIVATE KEY-----\n", "private_key is damaged"},
      {pem.substr(0, 900), "private_key is damaged"},
      {replaced(pem, "M", "%"), "private_key is damaged"},
  };
  for (const auto& [key, expected] : cases) {
    const auto text = problem(account_json(key));
    BOOST_TEST(holds(text, expected), text);
    BOOST_TEST(!holds(text, pem.substr(100, 20)));
  }
  for (const auto form : {Pem::pkcs1, Pem::pkcs8}) {
    for (const auto& line_end : {"\\n", "\\r\\n"}) {
      config.google_credentials = replaced(account_json(pem_of(the_key(), form)), "\\n", line_end);
      BOOST_TEST(!credentials(google_credentials)->token({}).access_token.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(t232_other_members) {
  const auto json = account_json(pem_of(the_key()));
  const std::pair<std::string, const char*> cases[] = {
      {replaced(json, "\"client_email\"", "\"x\""), "google_credentials: client_email is missing"},
      {replaced(json, "\"token_uri\"", "\"x\""), "google_credentials: token_uri is missing"},
      {replaced(json, "https://oauth2", "http://oauth2"), "token_uri must be an https URL"},
      {replaced(json, "https://oauth2", "https://u:planted-secret@oauth2"), "without a user name"},
      {replaced(json, "https://oauth2", "file:///planted-secret"), "must look like https://host/path"},
      {replaced(json, "https://oauth2", "http://127.0.0.1.evil"), "token_uri must be an https URL"},
      {replaced(json, "/token\"", "/to\\r\\nken\""), "token_uri is no URL"},
  };
  for (const auto& [value, expected] : cases) {
    const auto text = problem(value);
    BOOST_TEST(holds(text, expected), text);
  }
}

BOOST_AUTO_TEST_CASE(t233_many_calls_one_request_each) {
  const auto made = credentials(google_credentials);
  std::vector<std::thread> threads;
  std::atomic<int> complete = 0;
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) complete += made->headers({}).size() == 2;
    });
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(complete == 50);
  BOOST_TEST(asked_for("id").size() == 1U);
  BOOST_TEST(asked_for("access").size() == 1U);
  clock->advance(1h);
  made->headers({});
  BOOST_TEST(asked_for("id").size() == 2U);
  BOOST_TEST(asked_for("access").size() == 2U);
}

BOOST_AUTO_TEST_CASE(t234_audience_is_the_normal_form_of_the_host) {
  const std::pair<const char*, const char*> cases[] = {
      {"1.2.gcp.databricks.com", R"("https://1.2.gcp.databricks.com")"},
      {"https://1.2.gcp.databricks.com:443/path/?o=3", R"("https://1.2.gcp.databricks.com")"},
      {"https://1.2.GCP.databricks.com:8443/", R"("https://1.2.gcp.databricks.com:8443")"},
  };
  for (const auto& [host, audience] : cases) {
    databricks::Config given{.host = host, .google_credentials = config.google_credentials};
    given.environment = [](std::string_view) { return std::nullopt; };
    config.host = databricks::resolve(given).host;
    credentials(google_credentials)->token({});
    BOOST_TEST(jwt_part(assertion(asked_for("id").back()), 1)["target_audience"] == audience);
  }
}

BOOST_AUTO_TEST_CASE(t242_a_clock_that_is_5_s_fast) {
  answer(kToken, [this](const Recorded& request) {
    const auto its_now = seconds_of(clock->wall() - 5s);
    if (std::stoll(jwt_part(assertion(request), 1)["iat"]) <= its_now) return token(request);
    return Answer{.status = 400,
                  .body = R"({"error":"invalid_grant","error_description":"OAuthToken used too early"})"};
  });
  BOOST_TEST(!credentials(google_credentials)->token({}).access_token.empty());
}

BOOST_AUTO_TEST_CASE(nothing_configured_is_a_reason_to_go_on) {
  config.google_credentials = "";
  BOOST_TEST(skipped(google_credentials).starts_with("google_credentials is required"));
  config.host = "";
  BOOST_TEST(skipped(google_credentials).starts_with("host is required"));
}

BOOST_AUTO_TEST_CASE(a_logger_that_throws_breaks_no_call) {
  config.logger = std::make_shared<Broken>();
  answer(kToken,
         [&](const Recorded& request) { return kind_of(request) == "id" ? token(request) : Answer{.status = 403}; });
  BOOST_TEST(credentials(google_credentials)->headers({}).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
