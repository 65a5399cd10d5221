#include "auth/data_plane_token.hpp"

#include "auth/token_endpoint.hpp"
#include "call/engine.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kMostTokens = 256;

// The assertion is the client's token of the moment, which may have been renewed since the last exchange.
OAuthToken exchange(Engine& engine, const std::string& authorization_details, const std::stop_token& stop) {
  const auto own = engine.authenticate(stop).token(stop);
  return request_token(*engine.auth_context().http,
                       {.endpoint = engine.config().host + "/oidc/v1/token",
                        .form = {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                                 {"authorization_details", authorization_details},
                                 {"assertion", own.access_token}}},
                       stop);
}

}  // namespace

std::shared_ptr<TokenSource> DataPlaneTokens::source(const Key& key,
                                                     const Function<std::unique_ptr<TokenSource>()>& make) {
  const std::lock_guard lock(mutex_);
  const auto same = [&](const auto& known) { return known.first == key; };
  if (const auto found = std::find_if(known_.begin(), known_.end(), same); found != known_.end()) return found->second;
  if (known_.size() == kMostTokens) known_.erase(known_.begin());
  return known_.emplace_back(key, make()).second;
}

void DataPlaneTokens::forget(const Key& key) {
  const std::lock_guard lock(mutex_);
  std::erase_if(known_, [&](const auto& known) { return known.first == key; });
}

OAuthToken data_plane_token(Engine& engine, const std::string& endpoint_url, const std::string& authorization_details,
                            const std::stop_token& stop) {
  // Not renewed in the background: that thread could outlive the call, and with it the engine.
  const auto make = [&] {
    const auto fetch = [&engine, authorization_details](const std::stop_token& stop_fetch) {
      return exchange(engine, authorization_details, stop_fetch);
    };
    return engine.auth_context().token_source(fetch, false);
  };
  return engine.data_plane_tokens().source({endpoint_url, authorization_details}, make)->get(stop);
}

}  // namespace databricks::detail
