// Which method of authentication is used, and why not the others.
#include "auth/chain.hpp"
#include "auth/host_metadata.hpp"
#include "call/engine.hpp"

#include <databricks/client.hpp>

namespace databricks {

namespace {

using namespace detail;

AuthContextPtr context_of(const Client& client, const std::stop_token& stop) {
  const auto& config = client.config();
  auto context = auth_context(config, client.engine()->transport(), direct_transport(config));
  std::string problem;
  complete_by_metadata(context->config, *context->http, stop, problem);
  return context;
}

// Whether it works is known when it has made headers.
AuthReport report(Credentials& credentials, const std::stop_token& stop) {
  AuthReport report{.auth_type = std::string(credentials.auth_type()), .chosen = true};
  try {
    credentials.headers(stop);
  } catch (const std::exception& error) {
    report.reason = error.what();
  }
  return report;
}

AuthReport report(const ChainEntry& entry, const AuthContextPtr& context, const std::stop_token& stop) {
  const std::string auth_type(entry.auth_type);
  try {
    const auto attempted = entry.create(context, stop);
    return attempted.credentials ? report(*attempted.credentials, stop)
                                 : AuthReport{auth_type, false, attempted.skipped};
  } catch (const std::exception& error) {
    return {auth_type, true, error.what()};
  }
}

}  // namespace

std::vector<AuthReport> explain_auth(const Client& client, const std::stop_token& stop) {
  const auto& config = client.config();
  if (config.credentials) return {report(*config.credentials, stop)};
  std::vector<AuthReport> reports;
  const auto context = context_of(client, stop);
  for (const auto& entry : chain()) {
    if (!config.auth_type.empty() && config.auth_type != entry.auth_type) continue;
    reports.push_back(report(entry, context, stop));
    if (reports.back().chosen) return reports;
  }
  if (reports.empty()) reports.push_back({config.auth_type, false, "there is no method of this name"});
  return reports;
}

}  // namespace databricks
