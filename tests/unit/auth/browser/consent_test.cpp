// From the application's first step to its session: addresses, answers, exchanges, and what is kept in between.
#include "auth/authorization_url.hpp"
#include "auth/pkce.hpp"
#include "certificates.hpp"
#include "machine.hpp"

using namespace test;
using databricks::CallbackParameters;
using databricks::Config;
using databricks::Consent;
using databricks::OAuthClient;

namespace {

// An application that signs people in.
struct Application : Machine {
  Provider provider;
  databricks::OAuthApplication application{.client_id = "my app", .redirect_url = "http://localhost:1/callback"};

  OAuthClient client() { return {provider.endpoints(), application, config()}; }
};

std::string json_text(const std::string& json, const std::string& name) {
  const auto begin = json.find('"' + name + "\":\"") + name.size() + 4;
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(consent)

BOOST_FIXTURE_TEST_CASE(t243_the_address_for_the_browser, Application) {
  const auto consent = client().initiate_consent();
  const auto& url = consent.auth_url();
  BOOST_TEST(url.starts_with(provider.host() +
                             "/oidc/v1/authorize?response_type=code&client_id=my+app&redirect_uri="
                             "http%3A%2F%2Flocalhost%3A1%2Fcallback&scope=all-apis+offline_access"
                             "&state=" +
                             consent.state() + "&code_challenge="),
             url);
  BOOST_TEST(url.ends_with("&code_challenge_method=S256"));
  BOOST_TEST(consent.state().size() == 22U);
  const auto verifier = json_text(consent.to_json(), "verifier");
  BOOST_TEST(verifier.size() == 43U);
  BOOST_TEST(databricks::callback_parameters(url).at("code_challenge") == databricks::detail::pkce_challenge(verifier));
  BOOST_TEST(databricks::detail::pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
             "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const auto other = client().initiate_consent();
  BOOST_TEST(other.state() != consent.state());
  BOOST_TEST(json_text(other.to_json(), "verifier") != verifier);
  BOOST_TEST(provider.requests().empty());
}

BOOST_AUTO_TEST_CASE(t243_a_query_of_the_endpoint_is_merged) {
  const std::pair<std::string, std::string> rows[] = {
      {"https://h/a", "https://h/a?x=1+2&y=%26"},
      {"https://h/a?", "https://h/a?x=1+2&y=%26"},
      {"https://h/a?x=9", "https://h/a?x=1+2&y=%26"},
      {"https://h/a?p=%2F&x=9&q", "https://h/a?p=%2F&q&x=1+2&y=%26"},
      {"https://h/a?%78=9&&p=1#f", "https://h/a?p=1&x=1+2&y=%26"},
  };
  for (const auto& [endpoint, url] : rows) {
    BOOST_TEST(databricks::detail::with_query(endpoint, {{"x", "1 2"}, {"y", "&"}}) == url);
  }
}

BOOST_FIXTURE_TEST_CASE(scopes_are_sent_as_the_application_gives_them, Application) {
  application.scopes = {"sql", "clusters"};
  BOOST_TEST(holds(client().initiate_consent().auth_url(), "&scope=sql+clusters&"));
}

BOOST_FIXTURE_TEST_CASE(t245_t246_answers_that_bring_no_session, Application) {
  const auto consent = client().initiate_consent();
  const auto& state = consent.state();
  const std::pair<CallbackParameters, std::string> rows[] = {
      {{{"error", "access_denied"}}, "access_denied"},
      {{{"error", "access_denied"}, {"error_description", "you said no"}}, "access_denied: you said no"},
      {{{"error", "x\r\ny"}, {"error_description", "\x1b[31m"}}, "x y:  [31m"},
      {{{"error", "e"}, {"code", "c"}, {"state", state}}, "e"},
      {{}, "No code returned in callback"},
      {{{"state", state}}, "No code returned in callback"},
      {{{"code", "c"}}, "No code returned in callback"},
      {{{"code", ""}, {"state", state}}, "No code returned in callback"},
      {{{"code", "c"}, {"state", "x"}}, "state mismatch"},
      {{{"code", "c"}, {"state", state + 'x'}}, "state mismatch"},
      {{{"code", "c"}, {"state", std::string(state.size(), 'x')}}, "state mismatch"},
  };
  for (const auto& [parameters, error] : rows) {
    const auto text = error_text([&, &came = parameters] { consent.exchange_callback_parameters(came); });
    BOOST_TEST(text.starts_with(error), text);
  }
  BOOST_TEST(error_text([&] { consent.exchange("c", "x"); }).starts_with("state mismatch"));
  BOOST_TEST(provider.requests().empty());
}

BOOST_FIXTURE_TEST_CASE(a_code_becomes_a_session_of_a_client, Application) {
  application.client_secret = "planted-secret-client";
  const auto consent = client().initiate_consent();
  const auto session = consent.exchange(provider.code_for(consent.auth_url()), consent.state());
  BOOST_TEST_REQUIRE(provider.asked().size() == 1U);
  const auto asked = provider.asked()[0];
  BOOST_TEST(asked.form.at("grant_type") == "authorization_code");
  BOOST_TEST(asked.form.at("client_id") == "my app");
  BOOST_TEST(asked.form.at("client_secret") == "planted-secret-client");
  BOOST_TEST(asked.form.at("redirect_uri") == application.redirect_url);
  BOOST_TEST(!holds(asked.head, "Authorization:"));
  BOOST_TEST(!holds(asked.head, "Origin:"));
  auto with = config(provider.host());
  with.credentials = session;
  const databricks::Client api(with);
  BOOST_TEST((*api.authenticate().find("Authorization") == "Bearer planted-secret-access-1"));
  BOOST_TEST(api.config().auth_type == "oauth");
  BOOST_TEST((api.token().refresh_token == "planted-secret-refresh-1"));
}

BOOST_FIXTURE_TEST_CASE(a_code_is_good_once, Application) {
  const auto consent = client().initiate_consent();
  const auto code = provider.code_for(consent.auth_url());
  consent.exchange(code, consent.state());
  const auto replayed = error_text([&] { consent.exchange(code, consent.state()); });
  BOOST_TEST(holds(replayed, provider.host() + " answered 400: invalid_grant: it is no good"), replayed);
  BOOST_TEST(holds(replayed, "sign in again"), replayed);
}

// Somebody else's code, as when it was stolen or put under: the verifier is not the one it was asked with.
BOOST_FIXTURE_TEST_CASE(a_code_of_another_sign_in_is_refused, Application) {
  const auto mine = client().initiate_consent();
  const auto theirs = client().initiate_consent();
  const auto text = error_text([&] { mine.exchange(provider.code_for(theirs.auth_url()), mine.state()); });
  BOOST_TEST(holds(text, "invalid_grant"), text);
}

BOOST_FIXTURE_TEST_CASE(a_provider_that_is_down_is_named, Application) {
  const auto port = free_ports(1);
  const auto there = "http://127.0.0.1:" + std::to_string(port);
  const auto consent = OAuthClient({there + "/a", there + "/t"}, application, config()).initiate_consent();
  const auto text = error_text([&] { consent.exchange("planted-secret-code", consent.state()); });
  BOOST_TEST(holds(text, there), text);
  provider.token_answer = [](const auto&) { return Provider::failure("503 Unavailable", R"({"error":"resting"})"); };
  const auto other = client().initiate_consent();
  const auto resting = error_text([&] { other.exchange("planted-secret-code", other.state()); });
  BOOST_TEST(holds(resting, "503: resting"), resting);
}

BOOST_FIXTURE_TEST_CASE(t248_a_single_page_application_says_where_it_runs_when_asked_to, Application) {
  const auto kind = R"({"error":"invalid_request","error_description":"AADSTS9002327: Tokens issued for the 'SPA'"})";
  provider.token_answer = [&](const Asked& asked) {
    return holds(asked.head, "\r\nOrigin: http://localhost:1/callback\r\n")
               ? ""
               : Provider::failure("400 Bad Request", kind);
  };
  const auto consent = client().initiate_consent();
  const auto session = consent.exchange(provider.code_for(consent.auth_url()), consent.state());
  BOOST_TEST(provider.asked().size() == 2U);
  session->refresh();  // it is known by now
  BOOST_TEST(provider.asked().size() == 3U);
  BOOST_TEST(holds(provider.asked()[2].head, "Origin: "));
}

BOOST_FIXTURE_TEST_CASE(t248_a_server_that_always_asks_for_the_origin_is_asked_twice, Application) {
  provider.token_answer = [](const Asked&) {
    return Provider::failure("400 Bad Request", R"({"error":"e","error_description":"AADSTS9002327: no"})");
  };
  const auto consent = client().initiate_consent();
  const auto text = error_text([&] { consent.exchange("planted-secret-code", consent.state()); });
  BOOST_TEST(holds(text, "AADSTS9002327"), text);
  BOOST_TEST(provider.asked().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(t251_a_consent_can_wait_as_json, Application) {
  application.client_secret = "planted-secret-client";
  const auto consent = client().initiate_consent();
  const auto json = shown(consent.to_json());
  for (const auto* name : {"state", "verifier", "authorization_url", "redirect_url", "token_endpoint", "client_id"}) {
    BOOST_TEST(holds(json, '"' + std::string(name) + "\":\""), json);
  }
  const auto restored = Consent::from_json(client(), json);
  BOOST_TEST(restored.auth_url() == consent.auth_url());
  BOOST_TEST(restored.state() == consent.state());
  BOOST_TEST(restored.to_json() == json);
  BOOST_TEST(restored.exchange(provider.code_for(restored.auth_url()), restored.state()) != nullptr);

  const auto seed = R"({"state":")" + consent.state() + R"(","verifier":")" + json_text(json, "verifier") + "\"}";
  const auto old = Consent::from_json(client(), seed);
  BOOST_TEST(old.auth_url() == consent.auth_url());
  BOOST_TEST(old.exchange(provider.code_for(old.auth_url()), old.state()) != nullptr);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_consent_of_this_application_is_refused, Application) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "not the JSON object"},
      {"[]", "not the JSON object"},
      {"null", "not the JSON object"},
      {R"({"state":[],"verifier":"planted-secret"})", "not the JSON object"},
      {R"({"state":"planted-secret","verif)", "not the JSON object"},
      {"{}", "no state or no verifier"},
      {R"({"state":"s","verifier":""})", "no state or no verifier"},
      {R"({"state":"","verifier":"planted-secret"})", "no state or no verifier"},
      {R"({"state":"s","verifier":"v","client_id":"x"})", "another application"},
      {R"({"state":"s","verifier":"v","token_endpoint":"https://evil.example/t"})", "another application"},
      {R"({"state":"s","verifier":"v","authorization_url":"file:///etc/passwd"})", "must look like https"},
      {R"({"state":"s","verifier":"v","authorization_url":"http://evil.example/a"})", "not https"},
  };
  for (const auto& [json, error] : rows) {
    const auto text = error_text([&, &text_of = json] { Consent::from_json(client(), text_of); });
    BOOST_TEST(holds(text, error), json << " -> " << text);
  }
}

BOOST_AUTO_TEST_CASE(all_of_it_over_tls) {
  Machine machine;
  CertificateAuthority authority;
  Provider provider(authority.server_for("DNS:localhost"));
  auto network = machine.config(provider.host());
  network.host_metadata = [](std::string_view) { return ""; };
  const databricks::OAuthApplication application{.client_id = "a", .redirect_url = "https://my.app/callback"};
  const auto untrusted = error_text([&] { OAuthClient::for_host(network, application); });
  BOOST_TEST(holds(untrusted, "does not support OAuth: "), untrusted);
  BOOST_TEST(holds(untrusted, "certificate"), untrusted);
  network.ca_file = authority.file();
  const auto consent = OAuthClient::for_host(network, application).initiate_consent();
  const auto session = consent.exchange(provider.code_for(consent.auth_url()), consent.state());
  BOOST_TEST((session->token({}).access_token == "planted-secret-access-1"));
  BOOST_TEST((session->refresh().access_token == "planted-secret-access-2"));
}

BOOST_FIXTURE_TEST_CASE(clients_that_cannot_work_are_refused_at_once, Application) {
  const auto attempt = [&](databricks::OidcEndpoints endpoints, databricks::OAuthApplication made) {
    return error_text([&] { OAuthClient(endpoints, std::move(made), config()).initiate_consent(); });
  };
  const databricks::OAuthApplication good{.client_id = "a", .redirect_url = "https://b/c"};
  BOOST_TEST(holds(attempt({"https://h/a", "https://h/t"}, {.redirect_url = "https://b/c"}), "client_id is required"));
  BOOST_TEST(holds(attempt({"https://h/a", "https://h/t"}, {.client_id = "a"}), "redirect_url is required"));
  BOOST_TEST(holds(attempt({"https://h/a", ""}, good), "token_endpoint is required"));
  BOOST_TEST(holds(attempt({"", "https://h/t"}, good), "authorization_endpoint is required"));
  BOOST_TEST(holds(attempt({"http://h/a", "https://h/t"}, good), "not https"));
  BOOST_TEST(holds(attempt({"https://h/a", "http://h/t"}, good), "not https"));
  BOOST_TEST(holds(attempt({"javascript:alert(1)", "https://h/t"}, good), "must look like https"));
}

// An application's own user has nothing to do with the machine's.
BOOST_FIXTURE_TEST_CASE(the_environment_of_the_machine_does_not_count, Application) {
  environment["DATABRICKS_HOST"] = "https://elsewhere.example";
  environment["DATABRICKS_TOKEN"] = "planted-secret";
  environment["ARM_CLIENT_ID"] = "x";
  environment["DATABRICKS_CLIENT_ID"] = "y";
  BOOST_TEST(holds(client().initiate_consent().auth_url(), "client_id=my+app&"));
  BOOST_TEST(OAuthClient::for_host(config(provider.host()), application).endpoints().token_endpoint ==
             provider.endpoints().token_endpoint);
}

BOOST_AUTO_TEST_SUITE_END()
