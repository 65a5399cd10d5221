// Service principals of Entra with a secret: the client credentials grant of its first version.
#include "auth/azure_headers.hpp"
#include "auth/azure_tenant.hpp"
#include "auth/azure_workspace.hpp"
#include "auth/methods.hpp"
#include "auth/token_endpoint.hpp"
#include "config/environments.hpp"

namespace databricks::detail {

namespace {

std::string required_tenant(const AuthContext& context, const std::stop_token& stop) {
  auto tenant = configured_tenant(context.config);
  if (tenant.empty()) tenant = infer_tenant(context, stop);
  if (!tenant.empty()) return tenant;
  throw AuthError("azure_tenant_id is missing" +
                  (context.config.host.empty() ? std::string(", and there is no host to ask for it")
                                               : ", and " + context.config.host + "/aad/auth does not tell it") +
                  ": set azure_tenant_id or ARM_TENANT_ID");
}

}  // namespace

Attempted azure_client_secret(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.azure_client_id.empty()) return {.skipped = "azure_client_id is missing"};
  if (config.azure_client_secret.empty()) return {.skipped = "azure_client_secret is missing"};
  if (!is_azure(config)) return {.skipped = "the host is no Azure Databricks workspace"};
  const auto endpoint =
      std::string(azure_environment_of(config).active_directory) + required_tenant(*context, stop) + "/oauth2/token";
  const AzureFetch fetch = [context, endpoint](const std::string& resource, const std::stop_token& stops) {
    return request_token(*context->http,
                         {.endpoint = endpoint,
                          .form = {{"grant_type", "client_credentials"}, {"resource", resource}},
                          .client_id = context->config.azure_client_id,
                          .client_secret = context->config.azure_client_secret},
                         stops);
  };
  complete_host(*context, fetch, stop);
  return {.credentials = azure_credentials("azure-client-secret", *context, azure_tokens(*context, fetch, true),
                                           ManagementToken::required)};
}

}  // namespace databricks::detail
