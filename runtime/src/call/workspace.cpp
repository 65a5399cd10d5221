#include "auth/workspace_id.hpp"
#include "call/engine.hpp"

#include <databricks/workspace.hpp>

namespace databricks {

std::int64_t current_workspace_id(const Client& client, const CallOptions& options) {
  client.engine()->authenticate(options.stop);
  const auto ask = [&](const std::string& target, const Headers& headers) {
    CallOptions with = options;
    for (const auto& [name, value] : headers) with.headers.set(name, value);
    return client.do_("GET", target, {}, with);
  };
  return detail::current_workspace_id(client.config(), ask);
}

std::string sql_http_path(const Client& client, const CallOptions& options) {
  const auto& config = client.config();
  if (!config.cluster_id.empty() && !config.warehouse_id.empty()) {
    throw ConfigError("cannot have both cluster_id and warehouse_id");
  }
  // As drivers know them: the one with a slash at its front, the other without.
  if (!config.warehouse_id.empty()) return "/sql/1.0/warehouses/" + config.warehouse_id;
  if (config.cluster_id.empty()) return {};
  CallOptions marked = options;
  marked.user_agent += (marked.user_agent.empty() ? "" : " ") + std::string("sdk-feature/sql-http-path");
  return "sql/protocolv1/o/" + std::to_string(current_workspace_id(client, marked)) + '/' + config.cluster_id;
}

}  // namespace databricks
