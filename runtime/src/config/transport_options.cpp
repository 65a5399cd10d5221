#include "config/transport_options.hpp"

#include "config/proxy.hpp"

namespace databricks {

TransportOptions transport_options(const Config& config) {
  TransportOptions options;
  options.tls = {config.skip_verify.value_or(false), config.ca_file, config.ca_directory, config.client_certificate,
                 config.client_key};
  options.proxy = config.proxy ? *config.proxy : proxy_from_environment(config);
  options.max_connection_pools = static_cast<std::size_t>(config.max_connection_pools.value_or(20));
  options.max_connections_per_pool = static_cast<std::size_t>(config.max_connections_per_pool.value_or(20));
  return options;
}

}  // namespace databricks
