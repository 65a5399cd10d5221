// Tokens for what answers calls directly, beside the API: a serving endpoint's own address.
#pragma once

#include "auth/token_source.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace databricks {
class Engine;
}

namespace databricks::detail {

/// A token of its own for an address, in exchange for the client's: good for what `authorization_details` (JSON, as the
/// control plane gave it) names. Kept by the engine and renewed when it expires. Callable from any thread. Throws
/// AuthError; for credentials that are no OAuth: `OAuth tokens are not available for pat authentication`.
OAuthToken data_plane_token(Engine& engine, const std::string& endpoint_url, const std::string& authorization_details,
                            const std::stop_token& stop);

/// Those that an engine has, one per address and details; the oldest goes when there are too many. Callable from any
/// thread.
class DataPlaneTokens {
 public:
  using Key = std::pair<std::string, std::string>;

  /// `make` makes the source of a key that is new.
  std::shared_ptr<TokenSource> source(const Key& key, const Function<std::unique_ptr<TokenSource>()>& make);
  /// The next token of this key is a new one.
  void forget(const Key& key);

 private:
  std::mutex mutex_;
  std::vector<std::pair<Key, std::shared_ptr<TokenSource>>> known_;
};

}  // namespace databricks::detail
