// Workload identity federation for pipelines of Azure DevOps.
#include "auth/bearer.hpp"
#include "auth/id_token.hpp"
#include "auth/methods.hpp"
#include "auth/oidc_exchange.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"
#include "request/percent.hpp"

namespace databricks::detail {

namespace {

constexpr std::string_view kAccessToken = "SYSTEM_ACCESSTOKEN";
constexpr std::string_view kCollection = "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI";

// A piece of the address: what stands before a variable, and its name.
struct Piece {
  std::string_view before;
  std::string_view variable;
};
constexpr Piece kPieces[] = {
    {"/", "SYSTEM_TEAMPROJECTID"},
    {"/_apis/distributedtask/hubs/", "SYSTEM_HOSTTYPE"},
    {"/plans/", "SYSTEM_PLANID"},
    {"/jobs/", "SYSTEM_JOBID"},
};

std::string missing_variables(const AuthContext& context) {
  std::string missing;
  const auto check = [&](std::string_view name) {
    if (context.environment(name).empty()) missing.append(missing.empty() ? "" : ", ").append(name);
  };
  check(kCollection);
  for (const auto& piece : kPieces) check(piece.variable);
  return missing;
}

std::string address(const AuthContext& context) {
  auto url = context.environment(kCollection);
  url.erase(url.find_last_not_of('/') + 1);
  for (const auto& piece : kPieces) {
    url += piece.before;
    append_percent_encoded(url, context.environment(piece.variable));
  }
  return url + "/oidctoken?api-version=7.2-preview.1";
}

std::string id_token(const AuthContext& context, const std::stop_token& stop) {
  auto request = auth_request("POST", address(context));
  request.headers.set("Authorization", "Bearer " + checked_token(context.environment(kAccessToken), kAccessToken));
  request.headers.set("Content-Type", "application/json");
  request.has_body = true;
  return id_token_in(context.http->send(request, stop), "oidcToken", "Azure DevOps", host_of(request));
}

}  // namespace

Attempted azure_devops_oidc(const AuthContextPtr& context, const std::stop_token& stop) {
  if (context->config.host.empty()) return {.skipped = required("host")};
  if (context->environment(kAccessToken).empty()) {
    return {.skipped =
                "Missing env var SYSTEM_ACCESSTOKEN; in an Azure DevOps pipeline map it into the step: `env: "
                "SYSTEM_ACCESSTOKEN: $(System.AccessToken)`"};
  }
  if (const auto missing = missing_variables(*context); !missing.empty()) {
    return {.skipped = "Missing env var " + missing + "; Azure DevOps sets them in pipelines"};
  }
  const auto ask = [context](const std::stop_token& stopped) { return id_token(*context, stopped); };
  return proven("azure-devops-oidc", *context, exchange_source(context, ask), stop);
}

}  // namespace databricks::detail
