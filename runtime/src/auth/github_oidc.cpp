// Workload identity federation for jobs of GitHub Actions.
#include "auth/endpoints.hpp"
#include "auth/github_id_token.hpp"
#include "auth/methods.hpp"
#include "auth/oidc_exchange.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"
#include "config/environments.hpp"

namespace databricks::detail {

namespace {

// What federation policies expect by default.
std::string audience(const AuthContext& context, const std::stop_token& stop) {
  const auto& config = context.config;
  if (!config.token_audience.empty()) return config.token_audience;
  if (is_account_host(config) && !config.account_id.empty()) return config.account_id;
  return oidc_endpoints(context, stop).token_endpoint;
}

}  // namespace

Attempted github_oidc(const AuthContextPtr& context, const std::stop_token& stop) {
  if (context->config.host.empty()) return {.skipped = required("host")};
  if (auto missing = no_github_id_token(context->config); !missing.empty()) return {.skipped = std::move(missing)};
  const auto ask = [context](const std::stop_token& stopped) {
    return github_id_token(*context, audience(*context, stopped), stopped);
  };
  return proven("github-oidc", *context, exchange_source(context, ask), stop);
}

}  // namespace databricks::detail
