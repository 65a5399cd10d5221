// Whoever is signed in to the Azure CLI (`az login`): a person, a service principal or a managed identity.
#include "auth/ambient.hpp"
#include "auth/azure_headers.hpp"
#include "auth/azure_tenant.hpp"
#include "auth/azure_workspace.hpp"
#include "auth/cli_token.hpp"
#include "auth/cli_tool.hpp"
#include "auth/methods.hpp"
#include "auth/subprocess.hpp"
#include "config/environments.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/log.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail {

// Named so that Describe finds them.
struct AzUser {
  optional<std::string> name{};
  optional<std::string> type{};
};
BOOST_DESCRIBE_STRUCT(AzUser, (), (name, type))
struct AzAccount {
  optional<AzUser> user{};
};
BOOST_DESCRIBE_STRUCT(AzAccount, (), (user))

namespace {

constexpr std::string_view kAuthType = "azure-cli";

using Arguments = std::vector<std::string>;

// How az is asked for a token.
struct Az {
  std::string program{};
  std::string tenant{};        // empty: not named
  std::string subscription{};  // empty: not named
  bool is_service_principal = false;
};

std::string tenant_of(const AuthContext& context, const std::stop_token& stop) {
  auto tenant = configured_tenant(context.config);
  if (!tenant.empty()) return tenant;
  try {
    return infer_tenant(context, stop);
  } catch (const AuthError& error) {
    throw NotUsable(std::string("load tenant id: ") + error.what());
  }
}

std::string subscription_in(const Config& config) {
  if (config.azure_workspace_resource_id.empty()) return {};
  auto subscription = subscription_of(config.azure_workspace_resource_id);
  if (subscription.empty() && config.logger && config.logger->enabled(LogLevel::warning)) {
    config.logger->log(LogLevel::warning,
                       "azure-cli: azure_workspace_resource_id names no subscription (/subscriptions/{id}/...), so az "
                       "uses its present one");
  }
  return subscription;
}

AzUser signed_in_user(const AuthContext& context, const std::string& program, const std::stop_token& stop) {
  const auto run = run_tool(program, {"account", "show", "--output", "json"}, context.tools.token, stop);
  if (!run.failure.empty()) throw NotUsable("cannot get account info: " + run.failure);
  try {
    return from_json<AzAccount>(trim(run.output)).user.value_or(AzUser());
  } catch (const JsonError&) {
    throw AuthError("cannot unmarshal CLI result: `az account show` printed no account");
  }
}

Az find_az(const AuthContext& context, const std::stop_token& stop) {
  const auto program = find_program(context.config, "az");
  if (!program) throw NotUsable("the Azure CLI is not installed: there is no az on PATH");
  Az az{.program = *program, .tenant = tenant_of(context, stop), .subscription = subscription_in(context.config)};
  if (az.tenant.empty()) return az;
  const auto user = signed_in_user(context, az.program, stop);
  const auto name = user.name.value_or("");
  az.is_service_principal = same_text(user.type.value_or(""), "servicePrincipal");
  // The tenant of a managed identity is that of its machine; az refuses to be told one.
  const bool is_managed = name == "systemAssignedIdentity" || name == "userAssignedIdentity";
  if (az.is_service_principal && is_managed) az.tenant.clear();
  return az;
}

// What is named at first, and what when that fails: the subscription need not be one that is seen by who is signed
// in, and a federated service principal has signed in to one tenant only.
std::vector<Arguments> choices(const Az& az) {
  const Arguments subscription = az.subscription.empty() ? Arguments() : Arguments{"--subscription", az.subscription};
  const Arguments tenant = az.tenant.empty() ? Arguments() : Arguments{"--tenant", az.tenant};
  std::vector<Arguments> found;
  if (!subscription.empty()) {
    found.push_back(subscription);
    found.back().insert(found.back().end(), tenant.begin(), tenant.end());
  }
  found.push_back(tenant);
  if (!tenant.empty() && az.is_service_principal) found.emplace_back();
  return found;
}

OAuthToken ask(const Az& az, const std::string& resource, std::chrono::milliseconds limit,
               const std::stop_token& stop) {
  std::string failure;
  for (const auto& choice : choices(az)) {
    Arguments arguments{"account", "get-access-token", "--resource", resource, "--output", "json"};
    arguments.insert(arguments.end(), choice.begin(), choice.end());
    auto run = run_tool(az.program, arguments, limit, stop);
    if (run.failure.empty()) return parse_cli_token(run.output);
    failure = std::move(run.failure);
  }
  throw NotUsable("cannot get access token: " + failure);
}

}  // namespace

Attempted azure_cli(const AuthContextPtr& context, const std::stop_token& stop) {
  if (!is_azure(context->config)) return {.skipped = "the host is no Azure Databricks workspace"};
  return ambient(*context, kAuthType, stop, [&] {
    const AzureFetch fetch = [az = find_az(*context, stop), limit = context->tools.token](
                                 const std::string& resource, const std::stop_token& stops) {
      return ask(az, resource, limit, stops);
    };
    complete_host(*context, fetch, stop);
    auto tokens = azure_tokens(*context, fetch, false);
    tokens.application->get(stop);
    return azure_credentials(kAuthType, *context, std::move(tokens), ManagementToken::unless_person);
  });
}

}  // namespace databricks::detail
