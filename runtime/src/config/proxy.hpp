// The proxies that the environment names.
#pragma once

#include <databricks/config.hpp>

namespace databricks {

/// HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the same in lower case, which comes first. Loopback addresses and
/// `localhost` are called directly whatever NO_PROXY says.
ProxyOptions proxy_from_environment(const Config& config);

}  // namespace databricks
