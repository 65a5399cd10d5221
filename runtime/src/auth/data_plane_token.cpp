#include "auth/data_plane_token.hpp"

#include "auth/token_endpoint.hpp"
#include "call/engine.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::size_t kMostSources = 1024;

OAuthToken exchange(Engine& engine, const std::string& details, const std::stop_token& stop) {
  const auto control_plane = engine.authenticate(stop).token(stop);
  const auto& context = engine.auth_context();
  return request_token(*context.http,
                       {.endpoint = context.config.host + "/oidc/v1/token",
                        .form = {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                                 {"authorization_details", details},
                                 {"assertion", control_plane.access_token}},
                        .expiry_required = true},
                       stop);
}

}  // namespace

std::shared_ptr<TokenSource> DataPlaneTokens::source(const Key& key,
                                                     const Function<std::unique_ptr<TokenSource>()>& make) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const auto& entry) { return entry.first == key; });
  if (found != known_.end()) return found->second;
  if (known_.size() >= kMostSources) known_.erase(known_.begin());
  return known_.emplace_back(key, make()).second;
}

void DataPlaneTokens::forget(const Key& key) {
  const std::lock_guard lock(mutex_);
  std::erase_if(known_, [&](const auto& entry) { return entry.first == key; });
}

OAuthToken data_plane_token(Engine& engine, const std::string& endpoint_url, const std::string& authorization_details,
                            const std::stop_token& stop) {
  engine.authenticate(stop);  // for its context
  const auto source = engine.data_plane_tokens().source({endpoint_url, authorization_details}, [&] {
    const auto fetch = [&engine, authorization_details](const std::stop_token& now) {
      return exchange(engine, authorization_details, now);
    };
    return engine.auth_context().token_source(fetch, false);
  });
  return source->get(stop);
}

}  // namespace databricks::detail
