// ID tokens that GitHub gives to the jobs of a workflow.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// Why there can be none: the job may not ask for one. Empty: it may.
std::string no_github_id_token(const Config& config);

/// A new ID token for this audience. Throws AuthError, which shows neither the request's token nor its address.
std::string github_id_token(const AuthContext& context, std::string_view audience, const std::stop_token& stop);

}  // namespace databricks::detail
