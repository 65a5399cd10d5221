// Inside Databricks compute, with narrower scopes: the notebook's own token becomes an OAuth token.
#include "auth/bearer.hpp"
#include "auth/methods.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"
#include "auth/runtime_provider.hpp"
#include "auth/scopes.hpp"
#include "auth/token_endpoint.hpp"
#include "text/ascii.hpp"

namespace databricks::detail {

namespace {

std::string notebook_token(const RuntimeProvider& provider) {
  constexpr std::string_view scheme = "Bearer ";
  const auto headers = provided_headers(provider);
  const auto* value = headers.find("Authorization");
  if (!value || !same_text(std::string_view(*value).substr(0, scheme.size()), scheme)) {
    throw AuthError("the runtime provider gave no Bearer token");
  }
  return checked_token(std::string_view(*value).substr(scheme.size()), "the token of the runtime provider");
}

OAuthToken fetch(const AuthContext& context, const std::stop_token& stop) {
  const auto& config = context.config;
  try {
    return request_token(
        *context.http,
        {.endpoint = config.host + "/oidc/v1/token",
         .form = {{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                  {"subject_token", notebook_token(*config.runtime_provider)},
                  {"subject_token_type", "urn:databricks:params:oauth:token-type:personal-access-token"},
                  {"requested_token_type", "urn:ietf:params:oauth:token-type:access_token"},
                  {"scope", scope_text(config)},
                  {"authorization_details", config.authorization_details}}},
        stop);
  } catch (const Error& error) {
    throw AuthError(std::string("Failed to exchange PAT for OAuth token: ") + error.what());
  }
}

}  // namespace

Attempted runtime_oauth(const AuthContextPtr& context, const std::stop_token& stop) {
  if (context->config.scopes.empty()) return {.skipped = required("scopes")};
  if (auto missing = no_runtime(*context); !missing.empty()) return {.skipped = std::move(missing)};
  // A copy: when this does not work, the next method shall find the configuration as it was.
  const auto trial = std::make_shared<AuthContext>(*context);
  take_identity(trial->config, *context->config.runtime_provider);
  auto source = trial->token_source([trial](const std::stop_token& s) { return fetch(*trial, s); }, false);
  auto attempted = proven("runtime-oauth", *trial, std::move(source), stop);
  if (attempted.credentials) context->config = trial->config;
  return attempted;
}

}  // namespace databricks::detail
