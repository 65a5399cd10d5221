#include "auth/runtime_provider.hpp"

#include "auth/required.hpp"
#include "config/host.hpp"

namespace databricks::detail {

std::string no_runtime(const AuthContext& context) {
  if (context.environment("DATABRICKS_RUNTIME_VERSION").empty()) {
    return "DATABRICKS_RUNTIME_VERSION is not set: this is no Databricks compute";
  }
  const auto& provider = context.config.runtime_provider;
  if (!provider || !provider->headers) {
    return "this is Databricks compute, but only notebooks are told who runs them: set Config::runtime_provider to "
           "what gives the headers, or configure another method";
  }
  return provider->host.empty() && context.config.host.empty() ? required("host") : "";
}

Headers provided_headers(const RuntimeProvider& provider) {
  try {
    return provider.headers();
  } catch (const AuthError&) {
    throw;
  } catch (const std::exception& error) {
    throw AuthError(std::string("the runtime provider gave no headers: ") + error.what());
  }
}

void take_identity(Config& config, const RuntimeProvider& provider) {
  if (!provider.host.empty()) config.host = parse_host(provider.host).url;
  if (!provider.account_id.empty()) config.account_id = provider.account_id;
  if (!provider.workspace_id.empty()) config.workspace_id = provider.workspace_id;
}

}  // namespace databricks::detail
