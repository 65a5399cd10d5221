// Tokens that model serving mounts into its containers.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

inline constexpr std::string_view kModelServingFile = "/var/credentials-secret/model-dependencies-oauth-token";

/// The method, with the token in this file.
Attempted model_serving_from(const std::string& path, const AuthContextPtr& context, const std::stop_token& stop);

}  // namespace databricks::detail
