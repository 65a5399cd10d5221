// Which Entra tenant signs people and services in.
#pragma once

#include "auth/context.hpp"

#include <stop_token>
#include <string>

namespace databricks::detail {

/// azure_tenant_id; empty when unset. Throws AuthError for one that could be no tenant: it becomes a part of an address
/// and an argument of az.
std::string configured_tenant(const Config& config);

/// The tenant to which GET {host}/aad/auth redirects; empty when there is no host or it redirects nowhere useful.
/// Throws AuthError when the host doesn't answer.
std::string infer_tenant(const AuthContext& context, const std::stop_token& stop);

}  // namespace databricks::detail
