// The token of a session, and how it is renewed.
#pragma once

#include "auth/oauth_grants.hpp"
#include "auth/token_source.hpp"

namespace databricks::detail {

/// What an application keeps of a session: `{"token": {...}}`.
std::string session_to_json(const OAuthToken& token);
/// Throws AuthError.
OAuthToken session_from_json(std::string_view json);

/// Callable from any thread.
class SessionState {
 public:
  /// `is_new`: straight from the server, so its life counts from now.
  SessionState(OAuthSetupPtr setup, OAuthToken token, bool is_new);

  OAuthToken token(const std::stop_token& stop) { return source_->get(stop); }
  OAuthToken refresh(const std::stop_token& stop) { return source_->fetch_now(stop); }
  void on_refresh(Function<void(const OAuthToken&)> keep);

 private:
  OAuthToken renew(const std::stop_token& stop);

  OAuthSetupPtr setup_;
  std::mutex mutex_;  // of what follows
  OAuthToken current_;
  Function<void(const OAuthToken&)> keep_{};
  std::unique_ptr<TokenSource> source_;  // the last member: it uses the others
};

}  // namespace databricks::detail
