#include "auth/endpoints.hpp"

#include "config/environments.hpp"
#include "http/origin.hpp"
#include "request/percent.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

namespace databricks::detail {

// The part of RFC 8414's document that is of use here.
struct OidcDocument {
  optional<std::string> authorization_endpoint{};
  optional<std::string> token_endpoint{};
};
BOOST_DESCRIBE_STRUCT(OidcDocument, (), (authorization_endpoint, token_endpoint))

namespace {

constexpr std::string_view kWellKnown = "/.well-known/oauth-authorization-server";

std::string account_base(const Config& config) {
  std::string base = config.host + "/oidc/accounts/";
  append_percent_encoded(base, config.account_id);
  return base;
}

std::string checked_endpoint(const std::string& url, const std::string& host) {
  check_endpoint(url, host);
  return url;
}

OidcEndpoints read_document(const HttpResponse& response, const std::string& host) {
  OidcDocument document;
  try {
    document = from_json<OidcDocument>(response.body);
  } catch (const JsonError&) {
    throw AuthError("oidc: cannot parse what " + host + " answered as the JSON of an OAuth server: check the host");
  }
  if (document.token_endpoint.value_or("").empty()) {
    throw AuthError("oidc: the document of " + host + " has no token_endpoint");
  }
  const auto authorization = document.authorization_endpoint.value_or("");
  return {authorization.empty() ? "" : checked_endpoint(authorization, host),
          checked_endpoint(*document.token_endpoint, host)};
}

// Nothing: there is no such document.
std::optional<OidcEndpoints> ask(const AuthContext& context, const std::string& url, const std::stop_token& stop) {
  {
    const std::lock_guard lock(context.oidc->mutex);
    if (const auto known = context.oidc->known.find(url); known != context.oidc->known.end()) return known->second;
  }
  const auto request = auth_request("GET", url);
  const auto response = context.http->send(request, stop);
  if (response.status == 404) return std::nullopt;
  if (response.status < 200 || response.status >= 300) {
    throw AuthError("oidc: " + host_of(request) + " answered " + std::to_string(response.status) +
                    " when asked for the endpoints of its OAuth server");
  }
  const auto endpoints = read_document(response, host_of(request));
  const std::lock_guard lock(context.oidc->mutex);
  return context.oidc->known[url] = endpoints;
}

// `.../authorize?x` to `.../token`; empty when it is neither.
std::string token_endpoint_beside(std::string_view authorization) {
  constexpr std::string_view kAuthorize = "/authorize";
  auto path = authorization.substr(0, authorization.find_first_of("?#"));
  if (!path.ends_with(kAuthorize)) return {};
  path.remove_suffix(kAuthorize.size());
  return std::string(path) + "/token";
}

}  // namespace

void check_endpoint(const std::string& url, const std::string& source) {
  const auto origin = parse_origin(auth_request("POST", url).origin);
  const bool is_here =
      origin.host == "localhost" || origin.host == "::1" || (origin.host_is_address && origin.host.starts_with("127."));
  if (origin.tls || is_here) return;
  throw AuthError("oidc: " + source + " names an endpoint that is not https: " + origin.text);
}

OidcEndpoints entra_endpoints(const AuthContext& context, const std::stop_token& stop) {
  const auto request = auth_request("GET", context.config.host + "/oidc/oauth2/v2.0/authorize");
  const auto response = context.http->send(request, stop);
  const auto* location = response.headers.find("Location");
  const auto token = location ? token_endpoint_beside(*location) : std::string();
  if (response.status < 300 || response.status >= 400 || token.empty()) {
    throw AuthError("oidc: Microsoft Entra sign-in is not supported for this host: " + host_of(request) +
                    " does not redirect to the authorize endpoint of a tenant");
  }
  return {checked_endpoint(*location, host_of(request)), checked_endpoint(token, host_of(request))};
}

OidcEndpoints oidc_endpoints(const AuthContext& context, const std::stop_token& stop) {
  const auto& config = context.config;
  if (config.discovery_url.empty() && is_account_host(config)) {
    if (config.account_id.empty()) throw AuthError("oidc: account_id is required for the account host " + config.host);
    return {account_base(config) + "/v1/authorize", account_base(config) + "/v1/token"};
  }
  const auto url =
      config.discovery_url.empty() ? config.host + "/oidc" + std::string(kWellKnown) : config.discovery_url;
  if (auto endpoints = ask(context, url, stop)) return *endpoints;
  // A host that serves accounts and workspaces knows only the account's document.
  if (config.discovery_url.empty() && !config.account_id.empty()) {
    if (auto endpoints = ask(context, account_base(config) + std::string(kWellKnown), stop)) return *endpoints;
  }
  throw AuthError("oidc: databricks OAuth is not supported for this host: " + host_of(auth_request("GET", url)) +
                  " has no document of an OAuth server");
}

}  // namespace databricks::detail
