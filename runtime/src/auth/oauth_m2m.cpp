// Service principals with a secret of Databricks: the client credentials grant (RFC 6749 4.4).
#include "auth/bearer.hpp"
#include "auth/endpoints.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"
#include "auth/scopes.hpp"
#include "auth/token_endpoint.hpp"

namespace databricks::detail {

Attempted oauth_m2m(const AuthContextPtr& context, const std::stop_token&) {
  const auto& config = context->config;
  if (config.client_id.empty()) return {.skipped = required("client_id")};
  if (config.client_secret.empty()) return {.skipped = required("client_secret")};
  if (config.host.empty()) return {.skipped = required("host")};
  const auto fetch = [context](const std::stop_token& stop) {
    const auto& from = context->config;
    return request_token(*context->http,
                         {.endpoint = oidc_endpoints(*context, stop).token_endpoint,
                          .form = {{"grant_type", "client_credentials"},
                                   {"scope", scope_text(from)},
                                   {"authorization_details", from.authorization_details}},
                          .client_id = from.client_id,
                          .client_secret = from.client_secret,
                          .client_auth = ClientAuth::header},
                         stop);
  };
  return {.credentials = bearer_credentials("oauth-m2m", context->token_source(fetch))};
}

}  // namespace databricks::detail
