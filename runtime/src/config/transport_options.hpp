// What a configuration says about connections.
#pragma once

#include <databricks/config.hpp>

namespace databricks {

/// TLS, proxies (the environment's unless the configuration has its own) and how many connections are kept.
TransportOptions transport_options(const Config& config);

}  // namespace databricks
