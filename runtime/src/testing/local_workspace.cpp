#include <databricks/testing/local_workspace.hpp>

#include "testing/local/access_tokens.hpp"
#include "testing/local/areas.hpp"
#include "testing/local/object_storage.hpp"
#include "testing/local/sql.hpp"
#include "testing/local/volumes.hpp"

#include <databricks/api.hpp>

namespace databricks::testing {

namespace {

// Nothing in place of an empty token: then the server lets everybody in.
AccessCheck api_access(const std::string& token, const std::shared_ptr<local::AccessTokens>& tokens) {
  if (token.empty()) return {};
  return [token, tokens](const HttpRequest& http) {
    const auto shown = bearer_token(http);
    if (shown != token) tokens->check_api(shown);
  };
}

Config config_for(std::string host, std::string auth_type) {
  Config config;
  config.host = std::move(host);
  config.auth_type = std::move(auth_type);
  config.environment = [](std::string_view) { return std::optional<std::string>(); };
  return config;
}

}  // namespace

LocalWorkspace::LocalWorkspace(LocalWorkspaceOptions options)
    : options_(std::move(options)),
      tokens_(std::make_shared<local::AccessTokens>(options_.token_lifetime)),
      storage_(std::make_shared<local::ObjectStorage>(options_.cloud)),
      server_(api, ServerOptions{.port = options_.port, .access = api_access(options_.token, tokens_)}) {
  local::serve_users(server_);
  local::serve_oauth(server_, tokens_, options_.client_id, options_.client_secret);
  const auto cluster_state = local::serve_clusters(server_, options_.step);
  local::serve_commands(server_, options_.step, cluster_state);
  local::serve_jobs(server_, options_.step);
  local::serve_dbfs(server_);
  const auto volumes = local::new_volumes();
  local::serve_files(server_, volumes);
  local::serve_big_files(server_, volumes, *storage_);
  local::serve_workspace_files(server_);
  local::serve_secrets(server_);
  local::serve_serving_endpoints(server_, tokens_);
  local::serve_repos(server_);
  local::serve_sql(server_, options_.step, sql_, *storage_);
  server_.start();
}

Config LocalWorkspace::config() const {
  auto config = config_for(host(), "pat");
  config.token = options_.token;
  return config;
}

Config LocalWorkspace::oauth_config() const {
  auto config = config_for(host(), "oauth-m2m");
  config.client_id = options_.client_id;
  config.client_secret = options_.client_secret;
  return config;
}

}  // namespace databricks::testing
