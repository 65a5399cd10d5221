// Workspaces by their Azure resource id: `/subscriptions/{id}/resourceGroups/{group}/providers/…/workspaces/{name}`.
#pragma once

#include "auth/azure_headers.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace databricks::detail {

/// The subscription in a resource id; empty when there is none.
std::string subscription_of(std::string_view resource_id);

/// Sets config.host when it is empty, to what Azure Resource Manager says of azure_workspace_resource_id. Throws
/// AuthError, and whatever `fetch` does.
void complete_host(AuthContext& context, const AzureFetch& fetch, const std::stop_token& stop);

}  // namespace databricks::detail
