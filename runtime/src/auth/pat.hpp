// Personal access tokens.
#pragma once

#include "auth/credentials.hpp"

namespace databricks::detail {

/// Null when no token is configured.
std::unique_ptr<Credentials> pat_credentials(const Config& config);

}  // namespace databricks::detail
