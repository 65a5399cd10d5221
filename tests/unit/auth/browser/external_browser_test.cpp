// People who sign in at this machine, with a browser that is a program on a PATH of its own.
#include "auth/endpoints.hpp"
#include "auth/methods.hpp"
#include "machine.hpp"

#include <future>
#include <thread>

using namespace test;
using namespace std::chrono_literals;
using databricks::Client;

namespace {

// Its browser does what it is told by the provider's redirect.
struct Person : Machine {
  Provider provider;
  FakeTool browser{folder() + "/bin", "my-browser", std::string(HELPER) + " browse \"$1\" >" + folder() + "/page"};
  databricks::Config config = person(provider.host());

  Person() {
    environment["BROWSER"] = "my-browser";
    config.oauth_callback_port = free_ports(1);
    config.oauth_browser_auth_timeout = 20;
  }
  std::string sign_in() {
    const CapturedErrors errors;
    const auto headers = Client(config).authenticate();
    told = errors.text();
    return *headers.find("Authorization");
  }
  std::string failure() {
    const CapturedErrors errors;
    auto text = error_text([&] { Client(config).authenticate(); });
    told = errors.text();
    return text;
  }
  std::string page() const {
    for (int i = 0; i < 500 && !std::filesystem::exists(folder() + "/page"); ++i) std::this_thread::sleep_for(10ms);
    for (int i = 0; i < 500 && read_file(folder() + "/page").empty(); ++i) std::this_thread::sleep_for(10ms);
    return read_file(folder() + "/page");
  }

  std::string told;  // on stderr
};

}  // namespace

BOOST_AUTO_TEST_SUITE(external_browser)

BOOST_FIXTURE_TEST_CASE(a_sign_in_from_end_to_end, Person) {
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  BOOST_TEST_REQUIRE(provider.authorized().size() == 1U);
  const auto asked = provider.authorized()[0];
  BOOST_TEST(asked.at("client_id") == "databricks-cli");
  BOOST_TEST(asked.at("redirect_uri") == "http://localhost:" + std::to_string(*config.oauth_callback_port));
  BOOST_TEST(asked.at("code_challenge_method") == "S256");
  BOOST_TEST(holds(page(), "You can close this tab."));
  BOOST_TEST_REQUIRE(browser.calls().size() == 1U);
  BOOST_TEST(browser.calls()[0].starts_with(provider.host() + "/oidc/v1/authorize?response_type=code&"));
  BOOST_TEST(holds(told, browser.calls()[0]));
  BOOST_TEST(!holds(told, "planted-secret"));
  BOOST_TEST(kept().size() == 1U);

  // The next program finds it done.
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  BOOST_TEST(told.empty());
  BOOST_TEST(browser.calls().size() == 1U);
  BOOST_TEST(provider.asked().size() == 1U);
  BOOST_TEST(!holds(log->text(), "planted-secret"));
}

BOOST_FIXTURE_TEST_CASE(t244_scopes_of_a_sign_in, Person) {
  sign_in();
  BOOST_TEST(provider.authorized().back().at("scope") == "all-apis offline_access");
  config.scopes = {"jobs", "sql", "clusters", "jobs"};
  sign_in();
  BOOST_TEST(provider.authorized().back().at("scope") == "clusters jobs sql offline_access");
  config.disable_oauth_refresh_token = true;
  sign_in();
  BOOST_TEST(provider.authorized().back().at("scope") == "clusters jobs sql");
  config.scopes = {"sql", "offline_access"};
  sign_in();
  BOOST_TEST(provider.authorized().back().at("scope") == "offline_access sql");
  BOOST_TEST(kept().size() == 4U);
}

BOOST_FIXTURE_TEST_CASE(an_application_of_ones_own, Person) {
  config.oauth_callback_port.reset();
  config.client_id = "mine";
  config.client_secret = "planted-secret-client";
  config.redirect_url = "http://127.0.0.1:" + std::to_string(free_ports(1)) + "/back";
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  BOOST_TEST(provider.authorized()[0].at("redirect_uri") == config.redirect_url);
  BOOST_TEST(provider.asked()[0].form.at("client_id") == "mine");
  BOOST_TEST((provider.asked()[0].form.at("client_secret") == "planted-secret-client"));
}

// Somebody may be at one of them already.
BOOST_FIXTURE_TEST_CASE(t250_the_built_in_client_takes_one_of_its_ports, Person) {
  config.oauth_callback_port.reset();
  std::vector<int> mine;
  const int busy = bound(AF_INET, 8020);
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  if (busy >= 0) ::close(busy);
  const auto redirect = provider.authorized()[0].at("redirect_uri");
  BOOST_TEST(redirect.starts_with("http://localhost:80"), redirect);
  const int port = std::stoi(redirect.substr(redirect.rfind(':') + 1));
  BOOST_TEST(port >= 8020 + (busy >= 0));
  BOOST_TEST(port <= 8040);
}

BOOST_FIXTURE_TEST_CASE(t250_a_port_of_ones_own_is_taken, Person) {
  const int busy = bound(AF_INET, *config.oauth_callback_port);
  const auto text = failure();
  ::close(busy);
  BOOST_TEST(holds(text, "external-browser: cannot listen on localhost:" + std::to_string(*config.oauth_callback_port)),
             text);
  BOOST_TEST(browser.calls().empty());
}

BOOST_FIXTURE_TEST_CASE(t249_a_redirect_url_elsewhere, Person) {
  config.redirect_url = "https://x.y";
  BOOST_TEST(holds(failure(), "external-browser: cannot listen on x.y"));
  BOOST_TEST(browser.calls().empty());
}

BOOST_FIXTURE_TEST_CASE(answers_that_are_none, Person) {
  const std::pair<std::string, std::string> rows[] = {
      {"error=access_denied&error_description=You+said+no&state=STATE", "access_denied: You said no"},
      {"error=access_denied", "access_denied"},
      {"code=x&state=other", "state mismatch"},
      {"state=STATE", "No code returned in callback"},
      {"code=planted-secret-forged&state=STATE", "invalid_grant"},
  };
  for (const auto& [query, error] : rows) {
    std::filesystem::remove(folder() + "/page");
    provider.callback = [text = query](const auto& asked) {
      auto answer = text;
      if (const auto at = answer.find("STATE"); at != answer.npos) answer.replace(at, 5, asked.at("state"));
      return answer;
    };
    const auto text = failure();
    BOOST_TEST(holds(text, "external-browser: "), text);
    BOOST_TEST(holds(text, error), text);
    BOOST_TEST((error == "invalid_grant" || holds(page(), error)), page());
    BOOST_TEST(kept().empty());
  }
  BOOST_TEST(provider.asked().size() == 1U);  // of the forged code
}

BOOST_FIXTURE_TEST_CASE(without_a_browser_the_address_is_printed, Person) {
  environment.erase("BROWSER");
  config.oauth_browser_auth_timeout = 1;
  std::string seen;
  {
    const CapturedErrors errors;
    auto signed_in =
        std::async(std::launch::async, [&] { return *Client(config).authenticate().find("Authorization"); });
    std::string url;
    for (int i = 0; i < 500 && url.empty(); ++i) {
      seen = errors.text();
      if (const auto at = seen.find("http://"); at != seen.npos && seen.ends_with('\n')) {
        url = seen.substr(at, seen.find('\n', at) - at);
      } else {
        std::this_thread::sleep_for(2ms);
      }
    }
    const auto code = provider.code_for(url);  // a person who copies it
    const auto state = databricks::callback_parameters(url).at("state");
    visit(*config.oauth_callback_port, "/?code=" + code + "&state=" + state);
    BOOST_TEST((signed_in.get() == "Bearer planted-secret-access-1"));
  }
  BOOST_TEST(holds(seen, "No browser was found"), seen);
}

BOOST_FIXTURE_TEST_CASE(browser_commands, Person) {
  FakeTool other(folder() + "/bin", "other", std::string(HELPER) + " browse \"$2\"");
  environment["BROWSER"] = "missing:" + folder() + "/bin/missing too::  other  --url=x %s ";
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  BOOST_TEST_REQUIRE(other.calls().size() == 1U);
  BOOST_TEST(other.calls()[0].starts_with("--url=x http://127.0.0.1"));
  std::filesystem::remove(kept().at(0));
  environment["BROWSER"] = "nothing";
  FakeTool desktop(folder() + "/bin", "xdg-open", std::string(HELPER) + " browse \"$1\"");
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-2"));
  BOOST_TEST(desktop.calls().size() == 1U);
}

// What a shell would make of an address is nobody's business.
BOOST_FIXTURE_TEST_CASE(no_shell_reads_the_address, Person) {
  const auto evidence = folder() + "/evidence";
  provider.other_answer = [&](const std::string& request) -> std::string {
    if (!request.starts_with("GET /oidc/.well-known")) return {};
    return answer(R"({"authorization_endpoint":")" + provider.host() + "/oidc/v1/authorize?a=$(touch$IFS" + evidence +
                  ");`touch$IFS" + evidence + R"(`&x='","token_endpoint":")" + provider.endpoints().token_endpoint +
                  "\"}");
  };
  sign_in();
  BOOST_TEST(browser.calls().size() == 1U);
  BOOST_TEST(!std::filesystem::exists(evidence));
}

BOOST_FIXTURE_TEST_CASE(nobody_at_the_keyboard, Person) {
  browser.does(":");
  config.oauth_browser_auth_timeout = 1;
  std::stop_source stop;
  const CapturedErrors errors;
  auto failed = std::async(std::launch::async,
                           [&] { return error_text([&] { Client(config).authenticate(stop.get_token()); }); });
  while (browser.calls().empty()) std::this_thread::sleep_for(2ms);
  stop.request_stop();
  BOOST_TEST(holds(failed.get(), "cancelled"));
}

BOOST_FIXTURE_TEST_CASE(t252_a_renewal_is_kept, Person) {
  sign_in();
  auto text = read_file(kept().at(0));
  const auto expiry = text.find("\"expiry\":\"20");
  text.replace(expiry + 10, 4, "2020");
  write_file(kept().at(0), text, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-2"));
  BOOST_TEST(browser.calls().size() == 1U);
  BOOST_TEST(holds(read_file(kept().at(0)), "planted-secret-refresh-2"));
}

BOOST_FIXTURE_TEST_CASE(a_long_running_program_renews_and_keeps, Person) {
  const CapturedErrors errors;
  const Client api(config);
  BOOST_TEST((api.token().access_token == "planted-secret-access-1"));
  clock->advance(2h);
  BOOST_TEST((api.token().access_token == "planted-secret-access-2"));
  BOOST_TEST(holds(read_file(kept().at(0)), "planted-secret-refresh-2"));
  // What another program has renewed meanwhile is taken over.
  auto text = read_file(kept().at(0));
  text.replace(text.find("access-2"), 8, "access-X");
  write_file(kept().at(0), text, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  clock->advance(2h);
  BOOST_TEST((api.token().access_token == "planted-secret-access-X"));
  BOOST_TEST(provider.asked("refresh_token").size() == 1U);
  BOOST_TEST(browser.calls().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(t253_without_a_refresh_token_there_is_a_new_sign_in, Person) {
  provider.token_answer = [](const auto&) { return answer(R"({"access_token":"planted-secret-a","expires_in":20})"); };
  sign_in();
  sign_in();
  BOOST_TEST(browser.calls().size() == 2U);
  BOOST_TEST(holds(shown(log->text()), "oauth2: token expired and refresh token is not set"));
}

BOOST_FIXTURE_TEST_CASE(t255_a_spoilt_or_revoked_session_leads_to_a_new_sign_in, Person) {
  sign_in();
  write_file(kept().at(0), "{", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-2"));
  write_file(kept().at(0),
             R"({"token":{"access_token":"x","expiry":"2020-01-01T00:00:00Z","refresh_token":"planted-secret-old"}})",
             std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-3"));
  BOOST_TEST(browser.calls().size() == 3U);
  BOOST_TEST(holds(shown(log->text()), "the sign-in before is over: "));
}

BOOST_FIXTURE_TEST_CASE(only_where_it_is_asked_for, Person) {
  config.auth_type.clear();
  BOOST_TEST(holds(failure(), "external-browser: a browser is opened only if auth_type is external-browser"));
  config.auth_type = "external-browser";
  config.host.clear();
  BOOST_TEST(holds(failure(), "host is required"));
  BOOST_TEST(browser.calls().empty());
}

BOOST_FIXTURE_TEST_CASE(a_host_without_oauth, Person) {
  provider.other_answer = [](const std::string& request) {
    return request.starts_with("GET ") ? Provider::failure("404 Not Found", "{}") : "";
  };
  BOOST_TEST(holds(failure(), "databricks OAuth is not supported for this host"));
  BOOST_TEST(browser.calls().empty());
}

// An application of the Entra tenant: the workspace knows where that is.
BOOST_FIXTURE_TEST_CASE(entra_applications_sign_in_with_their_tenant, Person) {
  config.azure_client_id = "entra-app";
  config.cloud = "AZURE";
  provider.other_answer = [&](const std::string& request) -> std::string {
    if (!request.starts_with("GET /oidc/oauth2/v2.0/authorize ")) return {};
    return "HTTP/1.1 302 Found\r\nLocation: " + provider.host() +
           "/oidc/v1/authorize?client_id=wrong&prompt=login\r\nContent-Length: 0\r\n\r\n";
  };
  BOOST_TEST((sign_in() == "Bearer planted-secret-access-1"));
  const auto asked = provider.authorized()[0];
  BOOST_TEST(asked.at("client_id") == "entra-app");
  BOOST_TEST(asked.at("prompt") == "login");
  BOOST_TEST(asked.at("scope") == "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation offline_access");
  BOOST_TEST(provider.asked()[0].form.at("client_id") == "entra-app");
}

BOOST_AUTO_TEST_SUITE_END()
