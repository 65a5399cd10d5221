// Methods that are still to come. Each leaves this file with its own.
#include "auth/endpoints.hpp"
#include "auth/host_metadata.hpp"
#include "auth/methods.hpp"

namespace databricks::detail {

#define DATABRICKS_UNWRITTEN(name) \
  Attempted name(const AuthContextPtr&, const std::stop_token&) { return {.skipped = "not there yet"}; }
DATABRICKS_UNWRITTEN(metadata_service)
DATABRICKS_UNWRITTEN(env_oidc)
DATABRICKS_UNWRITTEN(file_oidc)
DATABRICKS_UNWRITTEN(github_oidc)
DATABRICKS_UNWRITTEN(azure_devops_oidc)
DATABRICKS_UNWRITTEN(azure_msi)
DATABRICKS_UNWRITTEN(azure_client_secret)
DATABRICKS_UNWRITTEN(github_oidc_azure)
DATABRICKS_UNWRITTEN(azure_cli)
DATABRICKS_UNWRITTEN(databricks_cli)
DATABRICKS_UNWRITTEN(runtime_oauth)
DATABRICKS_UNWRITTEN(runtime)
DATABRICKS_UNWRITTEN(model_serving)

OidcEndpoints oidc_endpoints(const AuthContext& context, const std::stop_token&) {
  return {"", context.config.host + "/oidc/v1/token"};
}

void complete_by_metadata(Config&, AuthHttp&, const std::stop_token&, std::string&) {}

}  // namespace databricks::detail
