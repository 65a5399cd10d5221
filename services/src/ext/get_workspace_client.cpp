// From an account to a client of one of its workspaces.
#include "auth/workspace_config.hpp"

#include <databricks/account_client.hpp>
#include <databricks/models/provisioning.hpp>
#include <databricks/workspace_client.hpp>

namespace databricks {

WorkspaceClient AccountClient::get_workspace_client(const provisioning::Workspace& workspace) const {
  detail::WorkspaceTarget target{.workspace_id = workspace.workspace_id.value_or(0),
                                 .deployment_name = workspace.deployment_name.value_or(""),
                                 .workspace_name = workspace.workspace_name.value_or(""),
                                 .auth_type = config().auth_type};
  if (workspace.azure_workspace_info.has_value()) {
    target.azure_subscription_id = workspace.azure_workspace_info->subscription_id.value_or("");
    target.azure_resource_group = workspace.azure_workspace_info->resource_group.value_or("");
  }
  return WorkspaceClient(detail::workspace_config(config(), target));
}

}  // namespace databricks
