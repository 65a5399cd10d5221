// What the methods of authentication work with.
#pragma once

#include "auth/auth_http.hpp"
#include "auth/token_source.hpp"

#include <databricks/config.hpp>
#include <databricks/credentials.hpp>
#include <databricks/oauth.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace databricks::detail {

/// What OAuth servers have said about themselves, by the address that was asked.
struct OidcCache {
  std::mutex mutex{};
  std::map<std::string, OidcEndpoints> known{};
};

/// How long command line tools may take.
struct ToolLimits {
  std::chrono::milliseconds token{30'000};
  std::chrono::milliseconds version{5'000};
};

/// Shared by a client's credentials; lives as long as they do.
struct AuthContext {
  /// Resolved, and completed by what the host's metadata says. A method that is given no host but knows how to find it
  /// (azure_workspace_resource_id) sets config.host before it returns; the client takes its host from here.
  Config config{};
  ToolLimits tools{};
  std::shared_ptr<AuthHttp> http{};
  std::shared_ptr<Clock> clock{};
  WallClock wall{};  // never empty
  std::shared_ptr<OidcCache> oidc = std::make_shared<OidcCache>();

  /// A variable of the environment; empty counts as unset.
  std::string environment(std::string_view name) const;
  /// To the configuration's logger, if it has one.
  void log(LogLevel level, std::string_view text) const;
  /// A token source with this context's clocks; in the background only if the configuration allows it.
  std::unique_ptr<TokenSource> token_source(TokenSource::Fetch fetch, bool renew_in_background = true) const;
};
using AuthContextPtr = std::shared_ptr<AuthContext>;

/// The context of a resolved configuration. `transport` is the client's, `direct` goes around proxies; `wall` unset:
/// the machine's.
AuthContextPtr auth_context(const Config& config, std::shared_ptr<Transport> transport,
                            std::shared_ptr<Transport> direct, WallClock wall = {});

/// The configuration's own transport if it has one, else the built-in one with its TLS options and without proxies,
/// which is made when it is first used.
std::shared_ptr<Transport> direct_transport(const Config& config);

/// What a method makes of a configuration: credentials, or why it is not the one.
struct Attempted {
  std::shared_ptr<Credentials> credentials{};
  std::string skipped{};  // `client_id is missing`; only when there are no credentials
};

/// A method throws AuthError for what was explicitly configured and does not work.
using Method = Attempted (*)(const AuthContextPtr& context, const std::stop_token& stop);

}  // namespace databricks::detail
