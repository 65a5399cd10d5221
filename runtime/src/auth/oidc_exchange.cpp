#include "auth/oidc_exchange.hpp"

#include "auth/endpoints.hpp"
#include "auth/id_token.hpp"
#include "auth/scopes.hpp"
#include "auth/token_endpoint.hpp"

namespace databricks::detail {

OAuthToken exchange_token(const AuthContext& context, std::string_view subject_token, const std::string& type,
                          const std::stop_token& stop) {
  const auto& config = context.config;
  return request_token(*context.http,
                       {.endpoint = oidc_endpoints(context, stop).token_endpoint,
                        .form = {{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                                 {"subject_token", checked_id_token(subject_token, context.wall())},
                                 {"subject_token_type", type},
                                 {"scope", scope_text(config)},
                                 {"authorization_details", config.authorization_details}},
                        .client_id = config.client_id},
                       stop);
}

std::unique_ptr<TokenSource> exchange_source(const AuthContextPtr& context, IdTokenSource id_tokens) {
  const auto fetch = [context, id_tokens = std::move(id_tokens)](const std::stop_token& stop) {
    return exchange_token(*context, id_tokens(stop), "urn:ietf:params:oauth:token-type:jwt", stop);
  };
  return context->token_source(fetch);
}

}  // namespace databricks::detail
