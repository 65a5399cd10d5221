// Credentials of Azure: a token for Databricks, and one for Azure's management that lets service principals in which
// the workspace has not seen before.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// Gets a token for one of Azure's resources (an application's id or a service's address).
using AzureFetch = Function<OAuthToken(const std::string& resource, const std::stop_token& stop)>;

/// The two tokens, each kept by a source.
struct AzureTokens {
  std::unique_ptr<TokenSource> application{};
  std::unique_ptr<TokenSource> management{};
};

/// For the host of the configuration, so that has to be known. Throws ConfigError for an azure_environment that is
/// none.
AzureTokens azure_tokens(const AuthContext& context, const AzureFetch& fetch, bool renew_in_background);

enum class ManagementToken {
  required,
  unless_person,  // not for people, whose tokens name them; left out when it can't be had
};

/// Their headers: Authorization, X-Databricks-Azure-SP-Management-Token and, when the configuration names one,
/// X-Databricks-Azure-Workspace-Resource-Id. Errors begin with the auth type.
std::shared_ptr<Credentials> azure_credentials(std::string_view auth_type, const AuthContext& context,
                                               AzureTokens tokens, ManagementToken management);

}  // namespace databricks::detail
