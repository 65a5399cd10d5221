#include "auth/oauth_setup.hpp"

#include "auth/host_metadata.hpp"
#include "config/own_values.hpp"
#include "config/profile.hpp"
#include "config/transport_options.hpp"

namespace databricks::detail {

AuthContextPtr application_context(const Config& config) {
  auto own = config;
  if (own.ca_file.empty()) own.ca_file = environment_value(config, "DATABRICKS_CA_BUNDLE");
  own.environment = environment_without_attributes(config);
  own = resolve(std::move(own));
  const auto transport = own.transport ? own.transport : http_transport(transport_options(own));
  return auth_context(own, transport, direct_transport(own));
}

AuthContextPtr host_context(const Config& config, const std::stop_token& stop) {
  auto context = application_context(config);
  if (context->config.host.empty()) throw ConfigError("OAuth: host is required");
  std::string problem;
  complete_by_metadata(context->config, *context->http, stop, problem);
  if (!problem.empty()) context->log(LogLevel::warning, problem);
  return context;
}

}  // namespace databricks::detail
