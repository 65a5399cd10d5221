// Impersonation of a service account: rows 235 and 239 to 241.
#include "google.hpp"

using namespace test;
using databricks::detail::google_id;

namespace {

constexpr const char* kEmail = "sa@p.iam.gserviceaccount.com";

struct Impersonation : GoogleStage {
  Impersonation() {
    config.google_service_account = kEmail;
    environment["GOOGLE_APPLICATION_CREDENTIALS"] = write("adc.json", user_json());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(id, Impersonation)

BOOST_AUTO_TEST_CASE(t235_a_user_acts_as_a_service_account) {
  const auto made = credentials(google_id);
  const auto headers = made->headers({});
  BOOST_TEST(made->auth_type() == "google-id");
  BOOST_TEST(headers.size() == 2U);
  BOOST_TEST(header(headers, "Authorization") == "Bearer " + made->token({}).access_token);
  BOOST_TEST(header(headers, kAccessHeader) == "impersonated");

  BOOST_REQUIRE(requests(kToken).size() == 1U);
  const std::map<std::string, std::string> form{{"grant_type", "refresh_token"},
                                                {"client_id", "id.apps"},
                                                {"client_secret", "planted-secret-client"},
                                                {"refresh_token", "planted-secret-refresh"}};
  BOOST_TEST((form_of(requests(kToken)[0]) == form));
  BOOST_REQUIRE(requests(kIdToken).size() == 1U);
  BOOST_TEST(requests(kIdToken)[0].body == R"({"audience":"https://1.2.gcp.databricks.com","includeEmail":true})");
  BOOST_REQUIRE(requests(kAccessToken).size() == 1U);
  BOOST_TEST(requests(kAccessToken)[0].body ==
             R"({"scope":["https://www.googleapis.com/auth/cloud-platform","https://www.googleapis.com/auth/compute"],)"
             R"("lifetime":"3600s"})");
  for (const auto* path : {kIdToken, kAccessToken}) {
    const auto request = requests(path)[0];
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.header("Authorization") == "Bearer access-of-refresh");
    BOOST_TEST(request.header("Content-Type") == "application/json");
    BOOST_TEST(request.header("X-Meant-For") == "https://iamcredentials.googleapis.com");
  }
  for (int i = 0; i < 50; ++i) made->headers({});
  BOOST_TEST(requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(t235_a_sign_in_that_ended) {
  answer(kToken, Answer{.status = 400,
                        .body = R"({"error":"invalid_grant","error_description":"OAuthToken has been revoked: )"
                                R"(planted-secret-refresh"})"});
  const auto made = credentials(google_id);
  const auto text = error_text([&] { made->headers({}); });
  BOOST_TEST(holds(text, "invalid_grant: OAuthToken has been revoked: ***"), text);
  BOOST_TEST(holds(text, "gcloud auth application-default login"), text);
}

BOOST_AUTO_TEST_CASE(t239_the_role_is_missing) {
  answer(kIdToken,
         Answer{.status = 403,
                .body = R"({"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED"}})"});
  const auto made = credentials(google_id);
  const auto text = error_text([&] { made->headers({}); });
  for (const auto& part :
       {std::string("google-id: https://iamcredentials.googleapis.com answered 403: PERMISSION_DENIED"),
        std::string("Unable to acquire impersonated credentials"), std::string("roles/iam.serviceAccountTokenCreator"),
        std::string(kEmail), folder() + "/adc.json"}) {
    BOOST_TEST(holds(text, part), text);
  }
  BOOST_TEST(requests(kIdToken).size() == 1U);
}

BOOST_AUTO_TEST_CASE(t239_only_the_access_token_is_refused) {
  answer(kAccessToken, Answer{.status = 403, .body = "{}"});
  BOOST_TEST(credentials(google_id)->headers({}).size() == 1U);
  BOOST_TEST(holds(log, "Unable to acquire impersonated credentials"), log);
}

BOOST_AUTO_TEST_CASE(t240_an_account_in_between) {
  const std::string middle = "/v1/projects/-/serviceAccounts/middle@p.iam.gserviceaccount.com:generateAccessToken";
  answer(middle, Answer{.body = R"({"accessToken":"of-the-middle","expireTime":"2199-01-01T00:00:00Z"})"});
  write("adc.json", R"({"type":"impersonated_service_account","delegates":["projects/-/serviceAccounts/d@p"],)"
                    R"("service_account_impersonation_url":"https://iamcredentials.googleapis.com)" +
                        middle + R"(","source_credentials":)" + user_json() + '}');
  credentials(google_id)->headers({});
  BOOST_REQUIRE(requests(middle).size() == 1U);
  const auto request = requests(middle)[0];
  BOOST_TEST(request.header("Authorization") == "Bearer access-of-refresh");
  BOOST_TEST(request.body == R"({"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s",)"
                             R"("delegates":["projects/-/serviceAccounts/d@p"]})");
  BOOST_TEST(requests(kIdToken).at(0).header("Authorization") == "Bearer of-the-middle");
  BOOST_TEST(!holds(requests(kIdToken).at(0).body, "delegates"));
}

BOOST_AUTO_TEST_CASE(t241_expiry_of_access_tokens) {
  const auto at = [this](std::chrono::seconds after) { return databricks::Timestamp(clock->wall() + after).text(); };
  const std::pair<std::string, bool> cases[] = {
      {at(3600s), true},
      {at(3600s).substr(0, 19) + "Z", true},
      {at(3600s).substr(0, 19) + ".123456789Z", true},
      {"9999-12-31T23:59:59Z", true},
      {"soon", false},
      {"", false},
      {"2026-13-45T00:00:00Z", false},
  };
  for (const auto& [time, is_good] : cases) {
    answer(kAccessToken, Answer{.body = R"({"accessToken":"a","expireTime":")" + time + "\"}"});
    BOOST_TEST(credentials(google_id)->headers({}).size() == (is_good ? 2U : 1U), time);
  }
}

BOOST_AUTO_TEST_CASE(t241_tokens_are_renewed_when_they_expire) {
  const auto soon = databricks::Timestamp(clock->wall() + 600s).text();
  answer(kAccessToken, Answer{.body = R"({"accessToken":"a","expireTime":")" + soon + "\"}"});
  const auto made = credentials(google_id);
  made->headers({});
  clock->advance(590s);
  made->headers({});
  BOOST_TEST(requests(kAccessToken).size() == 2U);
  BOOST_TEST(requests(kIdToken).size() == 1U);
}

BOOST_AUTO_TEST_CASE(names_that_are_no_account) {
  for (const auto* name : {"a/../b@c", "a@b:generateIdToken", "a b@c", "..", "a@b?x", "a%2f@b", "a@b\r\nX: y"}) {
    config.google_service_account = name;
    BOOST_TEST(holds(error_of_method(google_id), "must be the e-mail of a service account"), name);
  }
  config.google_service_account = "";
  BOOST_TEST(skipped(google_id).starts_with("google_service_account is required"));
}

BOOST_AUTO_TEST_SUITE_END()
