// Tokens of browser sign-ins on disk: ~/.config/databricks-sdk-cpp/oauth, for the user alone.
#pragma once

#include "auth/context.hpp"
#include "auth/file_lock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace databricks::detail {

/// What a token is good for.
struct TokenKey {
  std::string host{};
  std::string client_id{};
  std::vector<std::string> scopes{};
  std::string profile{};
};
/// 64 hex digits: SHA-256 of the key as Python's SDK writes it.
std::string token_cache_name(const TokenKey& key);

/// The file of one key. Only a regular file that belongs to the user and that nobody else may read or write is
/// believed; of all others, and of all that goes wrong, the log is told, and that is all. Nothing is kept without a
/// HOME.
class TokenCache {
 public:
  TokenCache(AuthContextPtr context, const TokenKey& key);

  std::optional<OAuthToken> load() const;
  /// In one step: readers see the old token or the new one.
  void save(const OAuthToken& token) const;
  /// For the time between load() and save(). Nothing: it can't be had, which is no reason not to go on.
  std::optional<FileLock> lock(const std::stop_token& stop) const;

 private:
  Socket open_folder(bool make) const;
  void warn(const std::string& what) const;

  AuthContextPtr context_;
  std::string folder_;  // empty: nowhere
  std::string name_;
};

}  // namespace databricks::detail
