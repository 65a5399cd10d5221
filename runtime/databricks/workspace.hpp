// Facts about the workspace that a client talks to.
#pragma once

#include <databricks/client.hpp>

#include <cstdint>
#include <string>

namespace databricks {

/// The configured workspace_id if it is a number, else what the service says in a header of its answer about the
/// present user. Throws UnexpectedResponse when it says nothing, and what calls throw.
DATABRICKS_API std::int64_t current_workspace_id(const Client& client, const CallOptions& options = {});

/// The HTTP path that SQL drivers want, for the configured cluster_id or warehouse_id; empty when neither is set. Asks
/// for the workspace's id only for a cluster. Throws ConfigError when both are set, and what calls throw.
DATABRICKS_API std::string sql_http_path(const Client& client, const CallOptions& options = {});

}  // namespace databricks
