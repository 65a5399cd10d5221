// What a sign-in has brought, as credentials.
#include "auth/bearer.hpp"
#include "auth/session_state.hpp"

namespace databricks {

namespace {

constexpr std::string_view kAuthType = "oauth";

}  // namespace

SessionCredentials::SessionCredentials(const OAuthClient& client, OAuthToken token)
    : SessionCredentials(std::make_unique<detail::SessionState>(client.setup(), std::move(token), false)) {}
SessionCredentials::SessionCredentials(std::unique_ptr<detail::SessionState> state) : state_(std::move(state)) {}
SessionCredentials::~SessionCredentials() = default;

std::shared_ptr<SessionCredentials> SessionCredentials::from_json(const OAuthClient& client, std::string_view json) {
  return std::make_shared<SessionCredentials>(client, detail::session_from_json(json));
}

std::string_view SessionCredentials::auth_type() const { return kAuthType; }

Headers SessionCredentials::headers(const std::stop_token& stop) {
  const auto current = token(stop);
  return {
      {"Authorization", current.token_type + ' ' + detail::checked_token(current.access_token, "the access token")}};
}

OAuthToken SessionCredentials::token(const std::stop_token& stop) {
  try {
    return state_->token(stop);
  } catch (const Error& error) {
    throw AuthError(std::string(kAuthType) + ": " + error.what());
  }
}

OAuthToken SessionCredentials::refresh(const std::stop_token& stop) { return state_->refresh(stop); }
std::string SessionCredentials::to_json(const std::stop_token& stop) { return detail::session_to_json(token(stop)); }
void SessionCredentials::on_refresh(Function<void(const OAuthToken&)> keep) { state_->on_refresh(std::move(keep)); }

}  // namespace databricks
