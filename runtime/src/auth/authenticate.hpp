// From a resolved configuration to credentials: what the host says about itself, then the chain.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

struct Authenticated {
  AuthContextPtr context{};  // its config is complete: host, ids, and auth_type of the method that was chosen
  std::shared_ptr<Credentials> credentials{};
};

/// The host is asked for its metadata unless that can't matter: a token or password for a host whose cloud is known by
/// its name, or for one that is an address. `transport` is the client's. Throws AuthError and ConfigError.
Authenticated authenticate(const Config& config, const std::shared_ptr<Transport>& transport,
                           const std::stop_token& stop);

}  // namespace databricks::detail
