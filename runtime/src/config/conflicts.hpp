// One method of authentication at a time.
#pragma once

#include <databricks/config.hpp>

namespace databricks {

/// Throws ConfigError when attributes of several methods are configured and `auth_type` does not choose among them.
/// The text names each of them and where it came from.
void check_conflicts(const Config& config, const ConfigOrigins& origins);

}  // namespace databricks
