// What `runtime` and `runtime-oauth` have in common.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// Why neither fits. Empty: this is Databricks compute, and there is a provider with a host to talk to.
std::string no_runtime(const AuthContext& context);

/// What the provider gives for one call. Whatever it throws becomes an AuthError.
Headers provided_headers(const RuntimeProvider& provider);

/// The provider knows better than a configuration where it runs.
void take_identity(Config& config, const RuntimeProvider& provider);

}  // namespace databricks::detail
