#include "auth/proven.hpp"

#include "auth/bearer.hpp"

namespace databricks::detail {

Attempted proven(std::string_view auth_type, const AuthContext& context, std::unique_ptr<TokenSource> source,
                 const std::stop_token& stop) {
  try {
    source->get(stop);
  } catch (const Error& error) {
    if (!context.config.auth_type.empty() || stop.stop_requested()) throw;
    return {.skipped = error.what()};
  }
  return {.credentials = bearer_credentials(auth_type, std::move(source))};
}

}  // namespace databricks::detail
