// Entra applications that trust the jobs of GitHub Actions: the ID token stands in for a secret (RFC 7523 2.2).
#include "auth/azure_tenant.hpp"
#include "auth/github_id_token.hpp"
#include "auth/id_token.hpp"
#include "auth/methods.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"
#include "auth/token_endpoint.hpp"
#include "config/environments.hpp"
#include "request/percent.hpp"

namespace databricks::detail {

namespace {

constexpr std::string_view kAudience = "api://AzureADTokenExchange";

std::string tenant_of(const AuthContext& context, const std::stop_token& stop) {
  auto tenant = configured_tenant(context.config);
  if (tenant.empty()) tenant = infer_tenant(context, stop);
  if (!tenant.empty()) return tenant;
  throw AuthError(required("azure_tenant_id") + ", since " + context.config.host + " does not tell its tenant");
}

OAuthToken fetch(const AuthContext& context, const std::stop_token& stop) {
  const auto& config = context.config;
  std::string endpoint(azure_environment_of(config).active_directory);
  append_percent_encoded(endpoint, tenant_of(context, stop));
  const auto assertion = checked_id_token(github_id_token(context, kAudience, stop), context.wall());
  return request_token(*context.http,
                       {.endpoint = endpoint + "/oauth2/token",
                        .form = {{"grant_type", "client_credentials"},
                                 {"resource", std::string(environment_of(config).azure_application)},
                                 {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                                 {"client_assertion", assertion}},
                        .client_id = config.azure_client_id},
                       stop);
}

}  // namespace

Attempted github_oidc_azure(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  if (config.azure_client_id.empty()) return {.skipped = required("azure_client_id")};
  if (!is_azure(config)) return {.skipped = "the host is no Azure Databricks workspace"};
  if (auto missing = no_github_id_token(config); !missing.empty()) return {.skipped = std::move(missing)};
  auto source = context->token_source([context](const std::stop_token& stopped) { return fetch(*context, stopped); });
  return proven("github-oidc-azure", *context, std::move(source), stop);
}

}  // namespace databricks::detail
