// People at this machine: a sign-in with the browser, remembered on disk.
#include "auth/authorization_url.hpp"
#include "auth/bearer.hpp"
#include "auth/endpoints.hpp"
#include "auth/methods.hpp"
#include "auth/oauth_grants.hpp"
#include "auth/pkce.hpp"
#include "auth/required.hpp"
#include "auth/sign_in.hpp"
#include "auth/token_cache.hpp"
#include "config/environments.hpp"

#include <algorithm>
#include <set>

namespace databricks::detail {

namespace {

constexpr std::string_view kAuthType = "external-browser";
constexpr std::string_view kBuiltInClient = "databricks-cli";
constexpr const char* kOfflineAccess = "offline_access";
constexpr int kFirstPort = 8020;
constexpr int kLastPort = 8040;

// With an application of the Entra tenant, unless there is one of Databricks.
bool is_entra(const Config& config) { return config.client_id.empty() && !config.azure_client_id.empty(); }

std::vector<std::string> scopes_of(const Config& config) {
  const std::set<std::string> sorted(config.scopes.begin(), config.scopes.end());
  std::vector<std::string> scopes(sorted.begin(), sorted.end());
  if (scopes.empty() && is_entra(config)) {
    scopes.push_back(std::string(environment_of(config).azure_application) + "/user_impersonation");
  } else if (scopes.empty()) {
    scopes.emplace_back("all-apis");
  }
  const bool is_wanted = !config.disable_oauth_refresh_token.value_or(false);
  if (is_wanted && sorted.count(kOfflineAccess) == 0) scopes.emplace_back(kOfflineAccess);
  return scopes;
}

OAuthApplication application_of(const Config& config) {
  OAuthApplication application{.client_id = config.client_id, .redirect_url = {}, .scopes = scopes_of(config)};
  if (is_entra(config)) {
    application.client_id = config.azure_client_id;
    application.client_secret = config.azure_client_secret;
  } else if (config.client_id.empty()) {
    application.client_id = kBuiltInClient;
  } else {
    application.client_secret = config.client_secret;
  }
  return application;
}

std::string local_url(int port) { return "http://localhost:" + std::to_string(port); }

// Only the built-in client is registered for several ports.
CallbackAddress address_of(const Config& config, const OAuthApplication& application) {
  if (!config.redirect_url.empty()) return callback_address(config.redirect_url);
  if (const int port = config.oauth_callback_port.value_or(0); port != 0) return callback_address(local_url(port));
  return {kFirstPort, application.client_id == kBuiltInClient ? kLastPort : kFirstPort, "/"};
}

// A sign-in that outlives the process. Used by one thread at a time, as its TokenSource sees to it.
class BrowserSession {
 public:
  explicit BrowserSession(OAuthSetupPtr setup)
      : setup_(std::move(setup)),
        cache_(setup_->context, {setup_->context->config.host, setup_->application.client_id,
                                 setup_->application.scopes, setup_->context->config.profile}) {}

  /// The token that is remembered, renewed if need be; else that of a new sign-in.
  OAuthToken begin(const std::stop_token& stop) {
    const auto kept = cache_.load();
    if (!kept) return sign_in(stop);
    current_ = *kept;
    if (is_usable(current_, now())) return current_;
    try {
      return renew(stop);
    } catch (const AuthError& error) {
      if (stop.stop_requested()) throw;
      const std::string why = error.what();
      setup_->context->log(LogLevel::warning, "external-browser: the sign-in before is over: " + why);
    }
    return sign_in(stop);
  }

  /// Servers take a refresh token once, and other processes have the same: only one of them may ask, and the others
  /// take what it got.
  OAuthToken renew(const std::stop_token& stop) {
    const auto lock = cache_.lock(stop);
    const auto kept = cache_.load();
    if (kept && kept->access_token != current_.access_token) {
      current_ = *kept;
      if (is_usable(current_, now())) return current_;
    }
    current_ = renewed_token(*setup_, current_, stop);
    cache_.save(current_);
    return current_;
  }

 private:
  std::chrono::system_clock::time_point now() const { return setup_->context->wall(); }

  OAuthToken sign_in(const std::stop_token& stop) {
    const auto& config = setup_->context->config;
    CallbackServer server(address_of(config, setup_->application));
    setup_->application.redirect_url = config.redirect_url.empty() ? local_url(server.port()) : config.redirect_url;
    const auto state = random_text(kStateBytes);
    const auto verifier = random_text(kVerifierBytes);
    const auto url = authorization_url(*setup_, state, verifier);
    const auto parameters = ask_browser(*setup_->context, server, url, state, stop);
    current_ = redeem_code(*setup_, {parameters.at("code"), verifier, setup_->application.redirect_url}, stop);
    cache_.save(current_);
    return current_;
  }

  OAuthSetupPtr setup_;
  TokenCache cache_;
  OAuthToken current_{};
};

}  // namespace

Attempted external_browser(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.auth_type != kAuthType) return {.skipped = "a browser is opened only if auth_type is external-browser"};
  if (config.host.empty()) return {.skipped = required("host")};
  auto setup = std::make_shared<OAuthSetup>();
  setup->application = application_of(config);
  setup->application.redirect_url = config.redirect_url.empty() ? local_url(kFirstPort) : config.redirect_url;
  setup->endpoints = is_entra(config) ? entra_endpoints(*context, stop) : oidc_endpoints(*context, stop);
  setup->context = context;
  const auto session = std::make_shared<BrowserSession>(std::move(setup));
  auto source = context->token_source([session](const std::stop_token& now) { return session->renew(now); }, false);
  source->put(session->begin(stop));
  return {.credentials = bearer_credentials(kAuthType, std::move(source))};
}

}  // namespace databricks::detail
