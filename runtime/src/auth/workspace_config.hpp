// From an account's configuration to that of one of its workspaces.
#pragma once

#include <databricks/config.hpp>

#include <cstdint>
#include <string>

namespace databricks::detail {

/// What the account says about a workspace.
struct WorkspaceTarget {
  std::int64_t workspace_id = 0;
  std::string deployment_name{};
  std::string workspace_name{};         // of Azure workspaces
  std::string azure_subscription_id{};  // the same; empty elsewhere
  std::string azure_resource_group{};   // the same
  std::string auth_type{};              // the account client's method, so that the resource id of an Azure workspace
                                        // is not taken for another one; empty: chosen again
};

/// `account` is a resolved configuration; everything its user set stays but for the host, the account and the profile,
/// and environment and file are not read for attributes again. The host is `https://{deployment_name}{zone}` for
/// accounts of the clouds' own domains; on any other the workspace is behind the same host. Throws InvalidArgument for
/// a workspace without id, or whose deployment name can't be part of a host.
Config workspace_config(const Config& account, const WorkspaceTarget& target);

}  // namespace databricks::detail
