#include "auth/workspace_config.hpp"

#include "config/environments.hpp"
#include "config/own_values.hpp"
#include "http/origin.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

// The client's credentials go to the host that this makes, so it must not lead out of the zone.
void check_deployment_name(std::string_view name) {
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  if (name.empty() || name.front() == '.' || name.back() == '.' || !std::all_of(name.begin(), name.end(), is_good)) {
    throw InvalidArgument("the workspace's deployment_name can't be part of a host: it must consist of a-z 0-9 - .");
  }
}

std::string workspace_host(const Config& account, const std::string& deployment_name) {
  const auto zone = environment_of(account).dns_zone;
  if (!parse_origin(account.host).host.ends_with(zone)) return account.host;
  check_deployment_name(deployment_name);
  return "https://" + deployment_name + std::string(zone);
}

std::string azure_resource_id(const WorkspaceTarget& target) {
  if (target.azure_subscription_id.empty() || target.azure_resource_group.empty()) return {};
  return "/subscriptions/" + target.azure_subscription_id + "/resourceGroups/" + target.azure_resource_group +
         "/providers/Microsoft.Databricks/workspaces/" + target.workspace_name;
}

}  // namespace

Config workspace_config(const Config& account, const WorkspaceTarget& target) {
  if (target.workspace_id <= 0) throw InvalidArgument("the workspace has no workspace_id");
  Config config = account;
  config.host = workspace_host(account, target.deployment_name);
  config.workspace_id = std::to_string(target.workspace_id);
  config.account_id.clear();
  config.azure_workspace_resource_id = azure_resource_id(target);
  if (!target.auth_type.empty() && !config.credentials) config.auth_type = target.auth_type;
  // A profile would be read again, and the CLI would be asked for the account's token.
  config.profile.clear();
  config.config_file.clear();
  // It has taken from the environment what it wanted. What it lost since must not come back.
  config.environment = environment_without_attributes(account);
  return config;
}

}  // namespace databricks::detail
