// Tokens in exchange for others: of the data plane, and of identities that only the program knows.
#include "auth/data_plane_token.hpp"

#include "machine.hpp"

#include <thread>

using namespace test;
using namespace std::chrono_literals;
using databricks::Client;
using databricks::detail::data_plane_token;

namespace {

struct Planes : Machine {
  Provider provider;
  databricks::Config control = config(provider.host());

  Planes() {
    control.client_id = "id";
    control.client_secret = "planted-secret-client";
  }
  static std::string token(const Client& client, const std::string& url, const std::string& details) {
    return data_plane_token(*client.engine(), url, details, {}).access_token;
  }
};

constexpr const char* kBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr const char* kExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

}  // namespace

BOOST_AUTO_TEST_SUITE(exchanged)

BOOST_FIXTURE_TEST_CASE(t259_one_exchange_per_address_and_details, Planes) {
  const Client client(control);
  const auto details = R"([{"type":"x y"}])";
  const auto first = token(client, "https://e/1", details);
  BOOST_TEST((token(client, "https://e/1", details) == first));
  const auto asked = provider.asked(kBearerGrant);
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].head.starts_with("POST /oidc/v1/token "));
  BOOST_TEST(!holds(asked[0].head, "Authorization:"));
  BOOST_TEST(asked[0].form.at("authorization_details") == details);
  BOOST_TEST((asked[0].form.at("assertion") == "planted-secret-access-1"));
  BOOST_TEST(asked[0].form.count("client_id") == 0U);
  token(client, "https://e/1", "[]");
  token(client, "https://e/2", details);
  BOOST_TEST(provider.asked(kBearerGrant).size() == 3U);
  BOOST_TEST(provider.asked("client_credentials").size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_data_plane_token_is_renewed_with_a_valid_token, Planes) {
  const Client client(control);
  token(client, "https://e/1", "[]");
  clock->advance(2h);
  token(client, "https://e/1", "[]");
  const auto asked = provider.asked(kBearerGrant);
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST((asked[1].form.at("assertion") != asked[0].form.at("assertion")));
}

BOOST_FIXTURE_TEST_CASE(many_callers_of_one_endpoint_exchange_once, Planes) {
  provider.delay = 20ms;
  const Client client(control);
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i) callers.emplace_back([&] { token(client, "https://e/1", "[]"); });
  }
  BOOST_TEST(provider.asked(kBearerGrant).size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(t260_tokens_that_are_no_oauth_are_not_exchanged, Planes) {
  auto with_pat = config(provider.host());
  with_pat.token = "planted-secret-pat";
  const Client client(with_pat);
  const auto text = error_text([&] { token(client, "https://e/1", "[]"); });
  BOOST_TEST(text.starts_with("OAuth tokens are not available for pat"), text);
  BOOST_TEST(provider.asked().empty());
}

BOOST_FIXTURE_TEST_CASE(a_data_plane_token_must_say_when_it_expires, Planes) {
  provider.token_answer = [](const Asked& asked) {
    return asked.form.at("grant_type") == kBearerGrant ? answer(R"({"access_token":"planted-secret"})") : "";
  };
  const Client client(control);
  BOOST_TEST(holds(error_text([&] { token(client, "https://e/1", "[]"); }), "expires_in is missing"));
}

BOOST_AUTO_TEST_CASE(sources_are_not_kept_without_end) {
  databricks::detail::DataPlaneTokens tokens;
  int made = 0;
  const auto ask = [&](int details) {
    tokens.source({"https://e", std::to_string(details)}, [&] {
      ++made;
      return std::make_unique<databricks::detail::TokenSource>(
          [](const std::stop_token&) { return databricks::OAuthToken(); }, databricks::detail::TokenSourceOptions{});
    });
  };
  for (int i = 0; i < 1100; ++i) ask(i);
  ask(1099);
  BOOST_TEST(made == 1100);
  ask(0);
  BOOST_TEST(made == 1101);
}

BOOST_FIXTURE_TEST_CASE(an_identity_that_only_the_program_knows, Planes) {
  int given = 0;
  auto identity = config(provider.host());
  identity.client_id = "service";
  identity.scopes = {"sql", "jobs"};
  identity.authorization_details = databricks::authorization_details_json({{.type = "t"}});
  auto with = config(provider.host());
  with.credentials = databricks::exchange_credentials(
      "vault", {.get = [&](const auto&) { return "planted-secret-id-" + std::to_string(++given) + '\n'; }}, identity);
  const Client client(with);
  BOOST_TEST((*client.authenticate().find("Authorization") == "Bearer planted-secret-access-1"));
  client.authenticate();
  BOOST_TEST(client.config().auth_type == "vault");
  clock->advance(2h);
  client.authenticate();
  const auto asked = provider.asked(kExchangeGrant);
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  const auto& form = asked[0].form;
  BOOST_TEST((form.at("subject_token") == "planted-secret-id-1"));
  BOOST_TEST(form.at("subject_token_type") == "urn:ietf:params:oauth:token-type:jwt");
  BOOST_TEST(form.at("client_id") == "service");
  BOOST_TEST(form.at("scope") == "jobs sql");
  BOOST_TEST(holds(form.at("authorization_details"), R"([{"type":"t")"));
  BOOST_TEST((asked[1].form.at("subject_token") == "planted-secret-id-2"));
}

BOOST_FIXTURE_TEST_CASE(identities_that_do_not_work, Planes) {
  const auto attempt = [&](databricks::SubjectToken subject) {
    return error_text(
        [&] { databricks::exchange_credentials("vault", std::move(subject), config(provider.host()))->headers({}); });
  };
  BOOST_TEST(holds(attempt({.get = [](const auto&) { return ""; }}), "vault: the ID token is empty"));
  BOOST_TEST(holds(attempt({.get = [](const auto&) { return "planted-secret\nx"; }}), "control character"));
  BOOST_TEST(holds(attempt({.get = [](const auto&) { return "e30.eyJleHAiOjE2MDAwMDAwMDB9.eA"; }}), "expired"));
  BOOST_TEST(holds(attempt({.get = [](const auto&) -> std::string { throw databricks::AuthError("vault is shut"); }}),
                   "vault: vault is shut"));
  BOOST_TEST(holds(attempt({}), "needs a function"));
  const auto named = [&](const std::string& name) {
    return error_text(
        [&] { databricks::exchange_credentials(name, {.get = [](const auto&) { return "x"; }}, config("https://h")); });
  };
  BOOST_TEST(holds(named("a b"), "credentials need a name"));
  BOOST_TEST(provider.asked().empty());
}

BOOST_FIXTURE_TEST_CASE(subject_tokens_of_other_types, Planes) {
  const auto credentials = databricks::exchange_credentials(
      "vault", {.get = [](const auto&) { return "opaque"; }, .type = "urn:ietf:params:oauth:token-type:access_token"},
      config(provider.host()));
  credentials->headers({});
  BOOST_TEST(provider.asked(kExchangeGrant).at(0).form.at("subject_token_type") ==
             "urn:ietf:params:oauth:token-type:access_token");
}

BOOST_AUTO_TEST_SUITE_END()
