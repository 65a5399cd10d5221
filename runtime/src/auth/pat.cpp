// Personal access tokens, and Entra ID access tokens given as such.
#include "auth/bearer.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"

namespace databricks::detail {

Attempted pat(const AuthContextPtr& context, const std::stop_token&) {
  const auto token = checked_token(context->config.token, "token");
  if (token.empty()) return {.skipped = required("token")};
  if (context->config.host.empty()) return {.skipped = "host is required for PAT authentication"};
  Headers headers;
  headers.set("Authorization", "Bearer " + token);
  return {.credentials = fixed_credentials("pat", std::move(headers))};
}

}  // namespace databricks::detail
