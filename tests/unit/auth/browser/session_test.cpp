// Sessions: renewed when needed, kept by the application.
#include "machine.hpp"

#include <thread>

using namespace test;
using namespace std::chrono_literals;
using databricks::OAuthClient;
using databricks::OAuthToken;
using databricks::SessionCredentials;

namespace {

std::chrono::system_clock::time_point in(std::chrono::seconds span) { return std::chrono::system_clock::now() + span; }

struct Session : Machine {
  Provider provider;
  OAuthClient client{provider.endpoints(), {.client_id = "a", .redirect_url = "https://b/c"}, config()};

  Session() { provider.trust("planted-secret-refresh-0"); }
  OAuthToken token(std::chrono::seconds life, std::string refresh_token = "planted-secret-refresh-0") {
    return {.access_token = "planted-secret-access-0", .expiry = in(life), .refresh_token = std::move(refresh_token)};
  }
};

std::string authorization(SessionCredentials& session) { return *session.headers({}).find("Authorization"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(session)

BOOST_FIXTURE_TEST_CASE(a_good_token_is_used_without_a_request, Session) {
  SessionCredentials session(client, token(1h));
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-0"));
  BOOST_TEST(session.auth_type() == "oauth");
  BOOST_TEST(provider.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(an_expired_token_is_renewed_and_the_new_one_kept, Session) {
  SessionCredentials session(client, token(-1h));
  std::vector<std::string> kept;
  session.on_refresh([&](const OAuthToken& fresh) { kept.push_back(fresh.refresh_token); });
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-1"));
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-1"));
  BOOST_TEST_REQUIRE(provider.asked().size() == 1U);
  const auto asked = provider.asked()[0];
  BOOST_TEST(asked.form.at("grant_type") == "refresh_token");
  BOOST_TEST((asked.form.at("refresh_token") == "planted-secret-refresh-0"));
  BOOST_TEST(asked.form.at("client_id") == "a");
  BOOST_TEST(asked.form.count("client_secret") == 0U);
  BOOST_TEST(!holds(asked.head, "Origin:"));
  clock->advance(2h);
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-2"));
  BOOST_TEST((kept == std::vector<std::string>{"planted-secret-refresh-1", "planted-secret-refresh-2"}));
}

BOOST_FIXTURE_TEST_CASE(a_token_about_to_expire_is_renewed_if_it_can_be, Session) {
  SessionCredentials renewable(client, token(30s));
  BOOST_TEST((authorization(renewable) == "Bearer planted-secret-access-1"));
  SessionCredentials last(client, token(30s, ""));
  BOOST_TEST((authorization(last) == "Bearer planted-secret-access-0"));
}

BOOST_FIXTURE_TEST_CASE(t252_a_refresh_token_that_is_not_replaced_stays, Session) {
  provider.rotates = false;
  SessionCredentials session(client, token(-1h));
  BOOST_TEST((session.token({}).refresh_token == "planted-secret-refresh-0"));
  BOOST_TEST(holds(session.to_json(), R"("refresh_token":"planted-secret-refresh-0")"));
  clock->advance(2h);
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-2"));
}

BOOST_FIXTURE_TEST_CASE(t253_expired_and_nothing_to_renew_it_with, Session) {
  SessionCredentials session(client, token(-1h, ""));
  const auto text = error_text([&] { session.headers({}); });
  BOOST_TEST(text == "oauth: oauth2: token expired and refresh token is not set");
  BOOST_TEST(provider.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(a_revoked_refresh_token_asks_for_a_new_sign_in, Session) {
  SessionCredentials session(client, token(-1h, "planted-secret-revoked"));
  const auto text = error_text([&] { session.headers({}); });
  BOOST_TEST(holds(text, "invalid_grant: it is no good (the refresh token was revoked"), text);
  BOOST_TEST(holds(text, "sign in again"), text);
}

BOOST_FIXTURE_TEST_CASE(servers_that_repeat_the_refresh_token_in_an_error_are_not_quoted, Session) {
  provider.token_answer = [](const Asked& asked) {
    return Provider::failure("400 Bad Request", R"({"error":"invalid_grant","error_description":"bad token )" +
                                                    asked.form.at("refresh_token") + "\"}");
  };
  SessionCredentials session(client, token(-1h));
  BOOST_TEST(holds(error_text([&] { session.headers({}); }), "bad token ***"));
}

BOOST_FIXTURE_TEST_CASE(refresh_gets_a_new_token_and_a_failure_leaves_the_old_one, Session) {
  SessionCredentials session(client, token(1h));
  BOOST_TEST((session.refresh().access_token == "planted-secret-access-1"));
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-1"));
  provider.token_answer = [](const auto&) { return Provider::failure("400 Bad Request", R"({"error":"no"})"); };
  error_text([&] { session.refresh(); });
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-1"));
}

BOOST_FIXTURE_TEST_CASE(many_callers_renew_once, Session) {
  provider.delay = 30ms;
  SessionCredentials session(client, token(-1h));
  std::vector<std::jthread> callers;
  std::atomic<int> good = 0;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] { good += authorization(session) == "Bearer planted-secret-access-1"; });
  }
  callers.clear();
  BOOST_TEST(good == 8);
  BOOST_TEST(provider.asked().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_token_that_could_not_be_kept_works_all_the_same, Session) {
  SessionCredentials session(client, token(-1h));
  session.on_refresh([](const OAuthToken&) { throw std::runtime_error("disk full"); });
  BOOST_TEST((authorization(session) == "Bearer planted-secret-access-1"));
  BOOST_TEST(holds(shown(log->text()), "could not be kept: disk full"));
}

// A token that says itself when it ends, and did so before it came.
BOOST_FIXTURE_TEST_CASE(a_clock_that_is_wrong_is_a_warning, Session) {
  const std::string expired_jwt = "e30.eyJleHAiOjE2MDAwMDAwMDB9.eA";  // {"exp":1600000000}
  provider.token_answer = [&](const auto&) { return answer(R"({"access_token":")" + expired_jwt + "\"}"); };
  SessionCredentials session(client, token(-1h));
  BOOST_TEST(authorization(session) == "Bearer " + expired_jwt);
  BOOST_TEST(holds(shown(log->text()), "is this machine's clock right?"));
}

BOOST_FIXTURE_TEST_CASE(t251_a_session_can_wait_as_json, Session) {
  SessionCredentials session(client, token(1h));
  const auto json = session.to_json();
  BOOST_TEST(
      json.starts_with(R"({"token":{"access_token":"planted-secret-access-0","token_type":"Bearer","expiry":")"));
  const auto restored = SessionCredentials::from_json(client, json);
  BOOST_TEST((authorization(*restored) == "Bearer planted-secret-access-0"));
  BOOST_TEST((restored->to_json() == json));
  // What is written is valid, so an expired one is renewed first.
  const auto old = SessionCredentials::from_json(
      client,
      R"({"token":{"access_token":"x","expiry":"2020-01-01T00:00:00Z","refresh_token":"planted-secret-refresh-0"}})");
  BOOST_TEST(holds(old->to_json(), "planted-secret-access-1"));
  for (const auto* bad : {"", "{}", "[]", R"({"token":null})", R"({"token":{}})", R"({"token":"planted-secret"})"}) {
    error_text([&] { SessionCredentials::from_json(client, bad); });
  }
}

BOOST_AUTO_TEST_SUITE_END()
