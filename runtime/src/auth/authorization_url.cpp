#include "auth/authorization_url.hpp"

#include "auth/pkce.hpp"
#include "request/form.hpp"
#include "request/percent.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

// The parts of a query whose names are not among these fields, as they are.
std::string other_parts(std::string_view query, const Form& fields) {
  std::string kept;
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    const auto name = percent_decoded(part.substr(0, part.find('=')));
    const auto is_it = [&](const auto& field) { return field.first == name; };
    if (!part.empty() && std::none_of(fields.begin(), fields.end(), is_it)) kept.append(part).append("&");
  }
  return kept;
}

std::string joined(const std::vector<std::string>& scopes) {
  std::string text;
  for (const auto& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

}  // namespace

std::string with_query(std::string_view endpoint, const Form& fields) {
  endpoint = endpoint.substr(0, endpoint.find('#'));
  const auto mark = std::min(endpoint.size(), endpoint.find('?'));
  const auto query = endpoint.substr(std::min(endpoint.size(), mark + 1));
  return std::string(endpoint.substr(0, mark)) + '?' + other_parts(query, fields) + form_body(fields);
}

std::string authorization_url(const OAuthSetup& setup, const std::string& state, std::string_view verifier) {
  const auto& application = setup.application;
  if (setup.endpoints.authorization_endpoint.empty()) throw AuthError("oidc: authorization_endpoint is required");
  return with_query(setup.endpoints.authorization_endpoint, {{"response_type", "code"},
                                                             {"client_id", application.client_id},
                                                             {"redirect_uri", application.redirect_url},
                                                             {"scope", joined(application.scopes)},
                                                             {"state", state},
                                                             {"code_challenge", pkce_challenge(verifier)},
                                                             {"code_challenge_method", "S256"}});
}

}  // namespace databricks::detail
