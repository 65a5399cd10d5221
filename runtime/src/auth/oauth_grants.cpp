#include "auth/oauth_grants.hpp"

#include "auth/token_endpoint.hpp"

namespace databricks::detail {

namespace {

constexpr std::chrono::seconds kLeastLife{40};  // as TokenSource: servers refuse tokens shortly before their expiry
constexpr std::string_view kSinglePageApplication = "AADSTS9002327";

bool says(const AuthError& error, std::string_view what) {
  return std::string_view(error.what()).find(what) != std::string_view::npos;
}

// Lives are counted from the answer, so this machine's clock only matters where a token itself says when it ends.
void check_clock(const OAuthSetup& setup, const TokenRequest& request, const OAuthToken& token) {
  if (!token.expiry || *token.expiry > setup.context->wall()) return;
  setup.context->log(LogLevel::warning, "the new token of " + host_of(auth_request("POST", request.endpoint)) +
                                            " has expired already: is this machine's clock right?");
}

OAuthToken ask(OAuthSetup& setup, Form form, const std::string& origin, const std::stop_token& stop) {
  TokenRequest request{.endpoint = setup.endpoints.token_endpoint,
                       .form = std::move(form),
                       .client_id = setup.application.client_id,
                       .client_secret = setup.application.client_secret};
  if (setup.sends_origin) request.origin = origin;
  OAuthToken token;
  try {
    token = request_token(*setup.context->http, request, stop);
  } catch (const AuthError& error) {
    if (!request.origin.empty() || !says(error, kSinglePageApplication)) throw;
    request.origin = origin;
    token = request_token(*setup.context->http, request, stop);
    setup.sends_origin = true;
  }
  check_clock(setup, request, token);
  return token;
}

[[noreturn]] void explain(const AuthError& error, const char* advice) {
  if (!says(error, "invalid_grant")) throw;
  throw AuthError(std::string(error.what()) + advice);
}

}  // namespace

OAuthToken redeem_code(OAuthSetup& setup, const CodeGrant& grant, const std::stop_token& stop) {
  try {
    return ask(setup,
               {{"grant_type", "authorization_code"},
                {"redirect_uri", grant.redirect_url},
                {"code_verifier", grant.verifier},
                {"code", grant.code}},
               grant.redirect_url, stop);
  } catch (const AuthError& error) {
    explain(error, " (the code was used before, is too old or belongs to another application: sign in again)");
  }
}

OAuthToken renewed_token(OAuthSetup& setup, const OAuthToken& old, const std::stop_token& stop) {
  if (old.refresh_token.empty()) throw AuthError("oauth2: token expired and refresh token is not set");
  try {
    auto token = ask(setup, {{"grant_type", "refresh_token"}, {"refresh_token", old.refresh_token}},
                     setup.application.redirect_url, stop);
    if (token.refresh_token.empty()) token.refresh_token = old.refresh_token;
    return token;
  } catch (const AuthError& error) {
    explain(error, " (the refresh token was revoked, used before or is too old: sign in again)");
  }
}

bool is_usable(const OAuthToken& token, std::chrono::system_clock::time_point now) {
  return !token.expiry || *token.expiry - now > kLeastLife;
}

}  // namespace databricks::detail
