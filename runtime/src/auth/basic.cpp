// User name and password (RFC 7617).
#include "auth/base64.hpp"
#include "auth/bearer.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"

namespace databricks::detail {

Attempted basic(const AuthContextPtr& context, const std::stop_token&) {
  const auto& config = context->config;
  if (config.username.empty()) return {.skipped = required("username")};
  if (config.password.empty()) return {.skipped = required("password")};
  if (config.host.empty()) return {.skipped = required("host")};
  // The server would take what follows the first colon for the password.
  if (config.username.find(':') != std::string::npos) throw AuthError("username must not hold a colon");
  const auto pair = checked_secret(config.username, "username") + ':' + checked_secret(config.password, "password");
  Headers headers;
  headers.set("Authorization", "Basic " + base64(pair));
  return {.credentials = fixed_credentials("basic", std::move(headers))};
}

}  // namespace databricks::detail
