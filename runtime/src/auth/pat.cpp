// Personal access tokens, and Entra ID access tokens given as such.
#include "auth/bearer.hpp"
#include "auth/methods.hpp"

namespace databricks::detail {

Attempted pat(const AuthContextPtr& context, const std::stop_token&) {
  if (context->config.token.empty()) return {.skipped = "token is required"};
  Headers headers;
  headers.set("Authorization", "Bearer " + checked_token(context->config.token, "token"));
  return {.credentials = fixed_credentials("pat", std::move(headers))};
}

}  // namespace databricks::detail
