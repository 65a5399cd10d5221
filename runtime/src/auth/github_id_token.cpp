#include "auth/github_id_token.hpp"

#include "auth/bearer.hpp"
#include "auth/id_token.hpp"
#include "auth/required.hpp"
#include "request/percent.hpp"

namespace databricks::detail {

std::string no_github_id_token(const Config& config) {
  constexpr std::string_view hint = "; GitHub sets it for jobs with `permissions: id-token: write`";
  if (config.actions_id_token_request_url.empty()) {
    return required("actions_id_token_request_url").append(hint);
  }
  if (config.actions_id_token_request_token.empty()) {
    return required("actions_id_token_request_token").append(hint);
  }
  return {};
}

std::string github_id_token(const AuthContext& context, std::string_view audience, const std::stop_token& stop) {
  const auto& config = context.config;
  auto url = config.actions_id_token_request_url;
  url += url.find('?') == url.npos ? "?audience=" : "&audience=";
  append_percent_encoded(url, audience);
  auto request = auth_request("GET", url);
  request.headers.set("Authorization", "Bearer " + checked_token(config.actions_id_token_request_token,
                                                                 "actions_id_token_request_token"));
  return id_token_in(context.http->send(request, stop), "value", "GitHub", host_of(request));
}

}  // namespace databricks::detail
