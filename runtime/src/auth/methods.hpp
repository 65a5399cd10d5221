// All methods, each in a file of its name.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

Attempted pat(const AuthContextPtr& context, const std::stop_token& stop);
Attempted basic(const AuthContextPtr& context, const std::stop_token& stop);
Attempted metadata_service(const AuthContextPtr& context, const std::stop_token& stop);
Attempted oauth_m2m(const AuthContextPtr& context, const std::stop_token& stop);
Attempted env_oidc(const AuthContextPtr& context, const std::stop_token& stop);
Attempted file_oidc(const AuthContextPtr& context, const std::stop_token& stop);
Attempted github_oidc(const AuthContextPtr& context, const std::stop_token& stop);
Attempted azure_devops_oidc(const AuthContextPtr& context, const std::stop_token& stop);
Attempted azure_msi(const AuthContextPtr& context, const std::stop_token& stop);
Attempted azure_client_secret(const AuthContextPtr& context, const std::stop_token& stop);
Attempted github_oidc_azure(const AuthContextPtr& context, const std::stop_token& stop);
Attempted azure_cli(const AuthContextPtr& context, const std::stop_token& stop);
Attempted google_credentials(const AuthContextPtr& context, const std::stop_token& stop);
Attempted google_id(const AuthContextPtr& context, const std::stop_token& stop);
Attempted external_browser(const AuthContextPtr& context, const std::stop_token& stop);
Attempted databricks_cli(const AuthContextPtr& context, const std::stop_token& stop);
Attempted runtime_oauth(const AuthContextPtr& context, const std::stop_token& stop);
Attempted runtime(const AuthContextPtr& context, const std::stop_token& stop);
Attempted model_serving(const AuthContextPtr& context, const std::stop_token& stop);

}  // namespace databricks::detail
