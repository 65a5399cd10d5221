// OAuth for applications: sign people in with a browser, keep what that brings, and call the API in their name.
//
//   const auto client = OAuthClient::for_host({.host = "https://example.cloud.databricks.com"},
//                                             {.client_id = "...", .redirect_url = "https://my.app/callback"});
//   const auto consent = client.initiate_consent();  // send the browser to consent.auth_url()
//   const auto session = consent.exchange_callback_parameters(callback_parameters(target_of_the_callback));
//   WorkspaceClient w({.host = "https://example.cloud.databricks.com", .credentials = session});
//
// Programs that sign in their own user need none of this: `Config{.auth_type = "external-browser"}` does it. Guide:
// docs/sign_in.md.
#pragma once

#include <databricks/config.hpp>
#include <databricks/credentials.hpp>
#include <databricks/export.hpp>
#include <databricks/function.hpp>

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace databricks {

namespace detail {
struct OAuthSetup;
class SessionState;
}  // namespace detail

class Consent;
class SessionCredentials;

/// Where an OAuth server takes requests; absolute URLs.
struct OidcEndpoints {
  std::string authorization_endpoint{};  // where browsers are sent; may hold a query
  std::string token_endpoint{};
};

/// Where the OAuth server of a workspace, an account or a host for both takes requests: by `discovery_url`, else by
/// what the host says about itself, else by its name. Needs `host`, for accounts `account_id`; takes limits, proxy and
/// TLS options of the configuration, and no DATABRICKS_* variable of the environment. Sends requests unless an
/// account's console is asked for. Throws AuthError (`databricks OAuth is not supported for this host`) and
/// ConfigError; refuses endpoints that are not https, loopback excepted.
DATABRICKS_API OidcEndpoints oidc_endpoints(const Config& config, const std::stop_token& stop = {});
/// The same for applications that are registered with the Microsoft Entra tenant of an Azure Databricks workspace.
DATABRICKS_API OidcEndpoints entra_endpoints(const Config& config, const std::stop_token& stop = {});

/// A token as JSON: `access_token`, `token_type`, `expiry` (`2026-01-31T12:00:00Z`, not there: never) and
/// `refresh_token`, if there is one. It is all secrets.
DATABRICKS_API std::string token_to_json(const OAuthToken& token);
/// The reverse. Also takes what other SDKs write: an expiry with an offset, or without any zone, which is local time;
/// no expiry (never), no token type (Bearer). Throws AuthError, which shows nothing of the text.
DATABRICKS_API OAuthToken token_from_json(std::string_view json);

/// What a browser brings back to the redirect URL.
using CallbackParameters = std::map<std::string, std::string>;
/// Those in the target of a request (`/callback?code=...&state=...`), a whole URL or a bare query that begins with `?`;
/// decoded. Of equal names the first counts. Without a query there are none.
DATABRICKS_API CallbackParameters callback_parameters(std::string_view target);

/// An application as it is registered with the OAuth server.
struct OAuthApplication {
  std::string client_id{};
  std::string redirect_url{};         // where browsers come back to
  std::vector<std::string> scopes{};  // sent in this order; unset: all-apis offline_access
  std::string client_secret{};        // unset: a public client, which PKCE alone protects
};

/// An application and its OAuth server. Cheap to copy; copies share it. Callable from any thread.
class DATABRICKS_API OAuthClient {
 public:
  /// With endpoints that are known. `network` gives limits, proxy and TLS options; nothing is sent. Throws AuthError
  /// for endpoints that are not https (loopback excepted) and InvalidArgument without client_id or redirect_url.
  OAuthClient(const OidcEndpoints& endpoints, OAuthApplication application, const Config& network = {});
  /// With those of a host: as oidc_endpoints(). Throws AuthError as well: `https://h does not support OAuth: why`.
  static OAuthClient for_host(const Config& host, OAuthApplication application, const std::stop_token& stop = {});

  /// Begins a sign-in, with a state and a PKCE verifier of its own. Sends nothing.
  Consent initiate_consent() const;

  const OidcEndpoints& endpoints() const;

  /// For the library.
  explicit OAuthClient(std::shared_ptr<detail::OAuthSetup> setup) : setup_(std::move(setup)) {}
  const std::shared_ptr<detail::OAuthSetup>& setup() const { return setup_; }

 private:
  std::shared_ptr<detail::OAuthSetup> setup_;
};

/// A sign-in under way: the address for the browser, and what the answer is checked against. A value; a const one is
/// callable from any thread. Web applications keep it as JSON between the two requests, where the user can't change it.
class DATABRICKS_API Consent {
 public:
  /// Where to send the browser.
  const std::string& auth_url() const { return auth_url_; }
  /// Comes back with the browser: the key under which to keep the consent.
  const std::string& state() const { return state_; }

  /// Members `state`, `verifier`, `authorization_url`, `redirect_url`, `token_endpoint` and `client_id`. Never the
  /// client's secret; the verifier is one as well, as long as the sign-in lasts.
  std::string to_json() const;
  /// The reverse, also of `state` and `verifier` alone. `client` must be the one that it was made for, or one like it:
  /// throws AuthError when client_id or token_endpoint are others, and for text that is no consent.
  static Consent from_json(const OAuthClient& client, std::string_view json);

  /// Turns the code that came back into a session. Throws AuthError: `state mismatch` (nothing is sent then), or what
  /// the server says (`invalid_grant: ...` for a code that is used or too old).
  std::shared_ptr<SessionCredentials> exchange(std::string_view code, std::string_view state,
                                               const std::stop_token& stop = {}) const;
  /// The same with all that came back. Throws AuthError as well for `error` in it (`access_denied: why`) and without
  /// code or state: `No code returned in callback`.
  std::shared_ptr<SessionCredentials> exchange_callback_parameters(const CallbackParameters& parameters,
                                                                   const std::stop_token& stop = {}) const;
  /// For programs at the keyboard: opens the browser of this machine (BROWSER, else the desktop's), prints the address
  /// to stderr, and waits at the redirect URL, which must be `http://localhost:port`, until the browser comes back; at
  /// most `oauth_browser_auth_timeout` of the client's configuration, else 5 minutes. Throws AuthError: as above,
  /// `cannot listen on ...`, and when the time is over or a stop is requested.
  std::shared_ptr<SessionCredentials> launch_external_browser(const std::stop_token& stop = {}) const;

 private:
  friend class OAuthClient;
  Consent(OAuthClient client, std::string state, std::string verifier);

  OAuthClient client_;
  std::string state_;
  std::string verifier_;
  std::string redirect_url_;
  std::string auth_url_;
};

/// What a sign-in has brought: credentials for Config::credentials, of auth type `oauth`. An expired token is renewed
/// when it is needed, once for all callers. Callable from any thread.
class DATABRICKS_API SessionCredentials final : public Credentials {
 public:
  SessionCredentials(const OAuthClient& client, OAuthToken token);
  /// From `{"token": {...}}`, the token as for token_from_json(). Throws AuthError.
  static std::shared_ptr<SessionCredentials> from_json(const OAuthClient& client, std::string_view json);
  ~SessionCredentials() override;
  SessionCredentials(const SessionCredentials&) = delete;
  SessionCredentials& operator=(const SessionCredentials&) = delete;

  std::string_view auth_type() const override;
  /// Throws AuthError; of an expired token that can't be renewed: `oauth2: token expired and refresh token is not set`.
  Headers headers(const std::stop_token& stop) override;
  OAuthToken token(const std::stop_token& stop) override;
  /// Gets a new token now, whatever the present one is good for. Throws AuthError; the present one stays then.
  OAuthToken refresh(const std::stop_token& stop = {});
  /// A token that is valid, renewed if need be, as JSON; all of it is secret. Throws as token() does.
  std::string to_json(const std::stop_token& stop = {});

  /// Is given every new token, to keep it: servers may take each refresh token only once. Called on the thread that
  /// renews, while other callers wait; must not use the session. What it throws is logged and goes nowhere.
  void on_refresh(Function<void(const OAuthToken&)> keep);

  /// For the library.
  explicit SessionCredentials(std::unique_ptr<detail::SessionState> state);

 private:
  std::unique_ptr<detail::SessionState> state_;
};
using RefreshableCredentials = SessionCredentials;

/// A token of somebody else that Databricks takes in exchange for one of its own (RFC 8693).
struct SubjectToken {
  /// Asked anew for each exchange, on the thread of a call: such tokens live for minutes. What it throws ends the call.
  Function<std::string(const std::stop_token&)> get{};
  std::string type = "urn:ietf:params:oauth:token-type:jwt";
};

/// Credentials from an exchange at the OAuth server of the host, for `client_id` of the configuration or, without one,
/// for whomever the account's federation policy names; with its `scopes` and `authorization_details`. For issuers of
/// identity tokens that the chain does not know. `name` becomes the auth type. Nothing is sent. Throws InvalidArgument
/// for a name that can't stand in a User-Agent.
DATABRICKS_API std::shared_ptr<Credentials> exchange_credentials(std::string name, SubjectToken subject,
                                                                 const Config& config);

/// What a token may be used for (RFC 9396), as Databricks' data plane understands it.
struct AuthorizationDetail {
  std::string type{};
  std::string object_type{};
  std::string object_path{};
  std::vector<std::string> actions{};
};
/// The JSON array for Config::authorization_details.
DATABRICKS_API std::string authorization_details_json(const std::vector<AuthorizationDetail>& details);

}  // namespace databricks
