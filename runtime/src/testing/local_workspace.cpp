#include <databricks/testing/local_workspace.hpp>

#include "testing/local/areas.hpp"
#include "testing/local/object_storage.hpp"
#include "testing/local/sql.hpp"
#include "testing/local/volumes.hpp"

#include <databricks/api.hpp>

namespace databricks::testing {

LocalWorkspace::LocalWorkspace(LocalWorkspaceOptions options)
    : token_(options.token),
      storage_(std::make_shared<local::ObjectStorage>(options.cloud)),
      server_(api, {.port = options.port, .token = options.token}) {
  local::serve_users(server_);
  const auto cluster_state = local::serve_clusters(server_, options.step);
  local::serve_commands(server_, options.step, cluster_state);
  local::serve_jobs(server_, options.step);
  local::serve_dbfs(server_);
  const auto volumes = local::new_volumes();
  local::serve_files(server_, volumes);
  local::serve_big_files(server_, volumes, *storage_);
  local::serve_workspace_files(server_);
  local::serve_secrets(server_);
  local::serve_serving_endpoints(server_);
  local::serve_repos(server_);
  local::serve_sql(server_, options.step, sql_, *storage_);
  server_.start();
}

Config LocalWorkspace::config() const {
  Config config;
  config.host = host();
  config.token = token_;
  config.auth_type = "pat";
  config.environment = [](std::string_view) { return std::optional<std::string>(); };
  return config;
}

}  // namespace databricks::testing
