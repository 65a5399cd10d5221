// An application, its OAuth server, and the way there.
#pragma once

#include "auth/context.hpp"

#include <databricks/oauth.hpp>

#include <atomic>

namespace databricks::detail {

struct OAuthSetup {
  OidcEndpoints endpoints{};
  OAuthApplication application{};
  AuthContextPtr context{};
  /// Entra wants to see where single-page applications run, and no other application may say so. It tells by an error.
  std::atomic<bool> sends_origin{false};
};
using OAuthSetupPtr = std::shared_ptr<OAuthSetup>;

/// A context for requests to OAuth servers without a client: of the environment only proxies, places and the CA bundle
/// count. Throws ConfigError.
AuthContextPtr application_context(const Config& config);
/// The same, completed by what the host says about itself.
AuthContextPtr host_context(const Config& config, const std::stop_token& stop);

}  // namespace databricks::detail
