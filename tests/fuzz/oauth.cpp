// Fuzzes what comes back from browsers and from where applications and the cache keep things. The first byte chooses
// the reader; nothing may crash, nothing but AuthError be thrown, and what is read can be written and read again.
#include "auth/authorization_url.hpp"
#include "auth/callback_page.hpp"
#include "auth/callback_query.hpp"
#include "auth/callback_server.hpp"
#include "auth/session_state.hpp"
#include "require.hpp"

namespace {

using namespace databricks;
using fuzz::require;

void check_callback(const std::string& text) {
  const auto parameters = callback_parameters(text);
  const auto problem = detail::callback_problem(parameters, "the-state");
  require(problem.find_first_of("\r\n\x1b") == problem.npos, "a problem is one line");
  require(problem.size() < 4096, "a problem is short");
  if (problem.empty()) require(parameters.at("state") == "the-state", "a good answer has our state");
  const auto page = detail::callback_page(problem);
  const auto body = page.substr(page.find("<p>") + 3);
  require(body.substr(0, body.find("</p>")).find_first_of("<>\"") == body.npos, "a page shows text as text");
  detail::callback_problem(callback_parameters("?state=the-state&code=x&" + text), "the-state");
}

void check_address(const std::string& text) {
  const auto address = detail::callback_address(text);
  require(address.first_port >= 0 && address.first_port <= 65535, "a port is a port");
  require(address.path.starts_with('/'), "a path is a path");
}

void check_url(const std::string& text) {
  const auto url = detail::with_query(text, {{"state", "mine"}, {"scope", "a b"}});
  require(url.ends_with("state=mine&scope=a+b"), "what is asked for comes last");
  require(callback_parameters(url).at("state") == "mine", "and is the only one of its name");
}

void check_token(const OAuthToken& token) {
  const auto json = detail::session_to_json(token);
  const auto again = detail::session_from_json(json);
  require(again.access_token == token.access_token && again.refresh_token == token.refresh_token, "a token survives");
  require(again.token_type == token.token_type && again.expiry == token.expiry, "all of it");
  Headers headers;
  headers.set("Authorization", token.token_type + ' ' + token.access_token);
}

void check_consent(const std::string& text) {
  static const OAuthClient client({"https://h/a", "https://h/t"}, {.client_id = "a", .redirect_url = "https://b/c"},
                                  {.environment = [](std::string_view) { return std::nullopt; }});
  const auto consent = Consent::from_json(client, text);
  require(Consent::from_json(client, consent.to_json()).to_json() == consent.to_json(), "a consent survives");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0]) {
      case 'a':
        check_address(text);
        break;
      case 'c':
        check_consent(text);
        break;
      case 's':
        check_token(detail::session_from_json(text));
        break;
      case 't':
        check_token(token_from_json(text));
        break;
      case 'u':
        check_url(text);
        break;
      default:
        check_callback(text);
    }
  } catch (const AuthError& error) {
    require(std::string_view(error.what()).size() < 4096, "an error is short");
  }
  return 0;
}
