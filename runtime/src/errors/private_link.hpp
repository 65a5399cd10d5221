// Workspaces that are closed to this network.
#pragma once

#include <databricks/http.hpp>
#include <databricks/service_error.hpp>

namespace databricks::detail {

/// What to say when `request`, the last of its redirects, ended on the login page of such a workspace.
ServiceError private_link_error(const HttpRequest& request);

}  // namespace databricks::detail
