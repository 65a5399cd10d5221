// Workload identity federation with an ID token in a variable of the environment.
#include "auth/methods.hpp"
#include "auth/oidc_exchange.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"

namespace databricks::detail {

Attempted env_oidc(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  const auto name = config.oidc_token_env.empty() ? "DATABRICKS_OIDC_TOKEN" : config.oidc_token_env;
  if (context->environment(name).empty()) return {.skipped = "Missing env var " + name};
  const auto read = [context, name](const std::stop_token&) {
    auto token = context->environment(name);
    if (token.empty()) throw AuthError("Missing env var " + name);
    return token;
  };
  return proven("env-oidc", *context, exchange_source(context, read), stop);
}

}  // namespace databricks::detail
