#include "auth/authenticate.hpp"

#include "auth/chain.hpp"
#include "auth/host_metadata.hpp"
#include "config/environments.hpp"
#include "http/origin.hpp"

#include <databricks/log.hpp>

namespace databricks::detail {

namespace {

// Whether the first method that fits needs nothing but what is configured.
bool is_static(const Config& config) {
  if (config.credentials || config.auth_type == "pat" || config.auth_type == "basic") return true;
  return config.auth_type.empty() && (!config.token.empty() || (!config.username.empty() && !config.password.empty()));
}

bool needs_metadata(const Config& config) {
  if (config.host.empty()) return false;
  if (!is_static(config) || config.host_metadata) return true;
  const bool knows_its_workspace = !config.workspace_id.empty();
  return !knows_its_workspace && !is_known_host(config) && !parse_origin(config.host).host_is_address;
}

}  // namespace

Authenticated authenticate(const Config& config, const std::shared_ptr<Transport>& transport,
                           const std::stop_token& stop) {
  auto context = auth_context(config, transport, direct_transport(config));
  if (config.origins) {
    for (const auto& warning : config.origins->warnings) context->log(LogLevel::warning, warning);
    for (const auto& detail : config.origins->details) context->log(LogLevel::debug, detail);
  }
  if (needs_metadata(config)) {
    std::string problem;
    complete_by_metadata(context->config, *context->http, stop, problem);
    if (!problem.empty()) context->log(LogLevel::warning, problem);
  }
  auto credentials = choose_credentials(context, stop);
  if (context->config.host.empty()) {
    throw ConfigError(
        "no host: set host in Config, DATABRICKS_HOST in the environment, or host in a profile of the configuration "
        "file");
  }
  context->config.auth_type = credentials->auth_type();
  return {std::move(context), std::move(credentials)};
}

}  // namespace databricks::detail
