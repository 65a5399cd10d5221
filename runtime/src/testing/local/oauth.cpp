// The OAuth server of the local workspace: tokens for its service principal, and for data planes in exchange for those.
#include "testing/local/access_tokens.hpp"
#include "testing/local/areas.hpp"
#include "testing/local/token_request.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks::testing::local {

// RFC 8414; named so that Describe finds it, as the others.
struct OAuthServer {
  std::string issuer{};
  std::string token_endpoint{};
  std::vector<std::string> grant_types_supported{};
  std::vector<std::string> response_types_supported{};  // none: nobody signs in with a browser
  std::vector<std::string> token_endpoint_auth_methods_supported{};
};
BOOST_DESCRIBE_STRUCT(OAuthServer, (),
                      (issuer, token_endpoint, grant_types_supported, response_types_supported,
                       token_endpoint_auth_methods_supported))
struct HostMetadata {
  std::string oidc_endpoint{};
};
BOOST_DESCRIBE_STRUCT(HostMetadata, (), (oidc_endpoint))
struct GivenToken {
  std::string access_token{};
  std::string token_type = "Bearer";
  std::int64_t expires_in{};  // seconds
  optional<std::string> scope{};
};
BOOST_DESCRIBE_STRUCT(GivenToken, (), (access_token, token_type, expires_in, scope))
struct TokenRefusal {
  std::string error{};
  std::string error_description{};
};
BOOST_DESCRIBE_STRUCT(TokenRefusal, (), (error, error_description))

struct OAuthEndpoints : Service {
  Endpoint<"GET /.well-known/databricks-config", void, HostMetadata> host{*this};
  Endpoint<"GET /oidc/.well-known/oauth-authorization-server", void, OAuthServer> server{*this};
  Endpoint<"POST /oidc/v1/token", void, GivenToken> token{*this};
};

namespace {

class TokenGiver {
 public:
  TokenGiver(std::shared_ptr<AccessTokens> tokens, std::string client_id, std::string client_secret)
      : tokens_(std::move(tokens)), client_id_(std::move(client_id)), client_secret_(std::move(client_secret)) {}

  GivenToken by_client_credentials(const TokenRequest& request) const {
    if (request.client_id.empty() || request.client_secret.empty()) {
      throw TokenError("invalid_client", "client_id and client_secret are missing");
    }
    if (request.client_id != client_id_ || request.client_secret != client_secret_) {
      throw TokenError("invalid_client", "The client is not known, or its secret is wrong");
    }
    auto given = token({});
    const auto scope = request.fields.find("scope");
    given.scope = scope == request.fields.end() ? "all-apis" : scope->second;
    return given;
  }

  // Who holds a token for the API may have one for any data plane.
  GivenToken by_assertion(const TokenRequest& request) const {
    const auto& assertion = request.required("assertion");
    auto details = read_details(request.required("authorization_details"));
    try {
      tokens_->check_api(assertion);
    } catch (const DatabricksError& error) {
      throw TokenError("invalid_grant", "The assertion is not accepted: " + error.message());
    }
    return token(std::move(details));
  }

 private:
  GivenToken token(std::vector<TokenDetail> details) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(tokens_->lifetime());
    return {.access_token = tokens_->issue(std::move(details)), .expires_in = seconds.count()};
  }

  static std::vector<TokenDetail> read_details(const std::string& json) {
    try {
      auto details = from_json<std::vector<TokenDetail>>(json);
      const auto is_vague = [](const TokenDetail& detail) { return detail.type.empty() || detail.actions.empty(); };
      if (!details.empty() && std::none_of(details.begin(), details.end(), is_vague)) return details;
    } catch (const JsonError&) {
      // The same as for what says nothing.
    }
    throw TokenError("invalid_authorization_details",
                     "authorization_details must be a JSON array of objects with type and actions");
  }

  std::shared_ptr<AccessTokens> tokens_;
  std::string client_id_;
  std::string client_secret_;
};

struct Grant {
  const char* type;
  GivenToken (TokenGiver::*give)(const TokenRequest& request) const;
};
constexpr Grant kGrants[] = {
    {"client_credentials", &TokenGiver::by_client_credentials},
    {"urn:ietf:params:oauth:grant-type:jwt-bearer", &TokenGiver::by_assertion},
};

std::vector<std::string> grant_types() {
  std::vector<std::string> types;
  for (const auto& grant : kGrants) types.emplace_back(grant.type);
  return types;
}

GivenToken give(const TokenGiver& giver, const HttpRequest& http) {
  const auto request = read_token_request(http);
  const auto& type = request.required("grant_type");
  for (const auto& grant : kGrants) {
    if (type == grant.type) return (giver.*grant.give)(request);
  }
  throw TokenError("unsupported_grant_type",
                   std::string("grant_type is neither ") + kGrants[0].type + " nor " + kGrants[1].type);
}

// RFC 6749 5.1 and 5.2.
HttpResponse token_answer(int status, std::string json) {
  HttpResponse http{.status = status, .body = std::move(json)};
  http.headers.set("Content-Type", "application/json");
  http.headers.set("Cache-Control", "no-store");
  if (status == 401) http.headers.set("WWW-Authenticate", "Basic realm=\"oidc\"");
  return http;
}

HttpResponse answer_to(const TokenGiver& giver, const HttpRequest& http) {
  try {
    return token_answer(200, to_json(give(giver, http)));
  } catch (const TokenError& error) {
    return token_answer(error.code == "invalid_client" ? 401 : 400, to_json(TokenRefusal{error.code, error.what()}));
  }
}

}  // namespace

void serve_oauth(ApiServer& server, const std::shared_ptr<AccessTokens>& tokens, const std::string& client_id,
                 const std::string& client_secret) {
  const TokenGiver giver(tokens, client_id, client_secret);
  server.on<&OAuthEndpoints::host>([&server] { return HostMetadata{server.origin() + "/oidc"}; }, open_access);
  server.on<&OAuthEndpoints::server>(
      [&server] {
        const auto issuer = server.origin() + "/oidc";
        return OAuthServer{.issuer = issuer,
                           .token_endpoint = issuer + "/v1/token",
                           .grant_types_supported = grant_types(),
                           .token_endpoint_auth_methods_supported = {"client_secret_basic", "client_secret_post"}};
      },
      open_access);
  server.on<&OAuthEndpoints::token>(
      [giver](const NoArguments&, const CallContext& context) { return answer_to(giver, context.http); }, open_access);
}

}  // namespace databricks::testing::local
