#include "auth/context.hpp"

#include "config/profile.hpp"

namespace databricks::detail {

std::string AuthContext::environment(std::string_view name) const { return environment_value(config, name); }

std::unique_ptr<TokenSource> AuthContext::token_source(TokenSource::Fetch fetch, bool renew_in_background) const {
  const bool background = renew_in_background && !config.disable_async_token_refresh.value_or(false);
  return std::make_unique<TokenSource>(std::move(fetch), TokenSourceOptions{background, clock, wall});
}

}  // namespace databricks::detail
