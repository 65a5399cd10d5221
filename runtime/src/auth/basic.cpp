// User name and password (RFC 7617).
#include "auth/base64.hpp"
#include "auth/bearer.hpp"
#include "auth/methods.hpp"

namespace databricks::detail {

Attempted basic(const AuthContextPtr& context, const std::stop_token&) {
  const auto& config = context->config;
  if (config.username.empty()) return {.skipped = "username is required"};
  if (config.password.empty()) return {.skipped = "password is required"};
  Headers headers;
  headers.set("Authorization", "Basic " + base64(config.username + ':' + config.password));
  return {.credentials = fixed_credentials("basic", std::move(headers))};
}

}  // namespace databricks::detail
