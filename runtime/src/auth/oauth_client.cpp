// Applications and their OAuth servers.
#include "auth/endpoints.hpp"
#include "auth/oauth_setup.hpp"
#include "auth/pkce.hpp"

namespace databricks {

namespace {

void complete(OAuthApplication& application) {
  if (application.client_id.empty()) throw InvalidArgument("OAuth: client_id is required");
  if (application.redirect_url.empty()) throw InvalidArgument("OAuth: redirect_url is required");
  if (application.scopes.empty()) application.scopes = {"all-apis", "offline_access"};
}

std::shared_ptr<detail::OAuthSetup> make_setup(const OidcEndpoints& endpoints, OAuthApplication application,
                                               detail::AuthContextPtr context) {
  complete(application);
  auto setup = std::make_shared<detail::OAuthSetup>();
  setup->endpoints = endpoints;
  setup->application = std::move(application);
  setup->context = std::move(context);
  return setup;
}

// A configuration without a host would be looked for in the user's file.
Config with_host(Config config, const OidcEndpoints& endpoints) {
  const char* const kSource = "the configuration of the OAuth client";
  if (endpoints.token_endpoint.empty()) throw AuthError("oidc: token_endpoint is required");
  detail::check_endpoint(endpoints.token_endpoint, kSource);
  if (!endpoints.authorization_endpoint.empty()) detail::check_endpoint(endpoints.authorization_endpoint, kSource);
  if (config.host.empty()) config.host = detail::host_of(detail::auth_request("POST", endpoints.token_endpoint));
  return config;
}

}  // namespace

OidcEndpoints oidc_endpoints(const Config& config, const std::stop_token& stop) {
  return detail::oidc_endpoints(*detail::host_context(config, stop), stop);
}

OidcEndpoints entra_endpoints(const Config& config, const std::stop_token& stop) {
  const auto context = detail::application_context(config);
  if (context->config.host.empty()) throw ConfigError("OAuth: host is required");
  return detail::entra_endpoints(*context, stop);
}

OAuthClient::OAuthClient(const OidcEndpoints& endpoints, OAuthApplication application, const Config& network)
    : OAuthClient(
          make_setup(endpoints, std::move(application), detail::application_context(with_host(network, endpoints)))) {}

OAuthClient OAuthClient::for_host(const Config& host, OAuthApplication application, const std::stop_token& stop) {
  complete(application);
  auto context = detail::host_context(host, stop);
  try {
    return OAuthClient(make_setup(detail::oidc_endpoints(*context, stop), std::move(application), context));
  } catch (const AuthError& error) {
    throw AuthError(context->config.host + " does not support OAuth: " + error.what());
  }
}

const OidcEndpoints& OAuthClient::endpoints() const { return setup_->endpoints; }

Consent OAuthClient::initiate_consent() const {
  return Consent(*this, detail::random_text(detail::kStateBytes), detail::random_text(detail::kVerifierBytes));
}

}  // namespace databricks
