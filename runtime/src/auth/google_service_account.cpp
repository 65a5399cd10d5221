#include "auth/google_service_account.hpp"

#include "auth/bearer.hpp"
#include "auth/google_file.hpp"
#include "auth/google_http.hpp"
#include "auth/jwt.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail {

// Named so that Describe finds them.
struct GoogleAssertionHeader {
  std::string alg = "RS256";
  std::string typ = "JWT";
  optional<std::string> kid{};
};
BOOST_DESCRIBE_STRUCT(GoogleAssertionHeader, (), (alg, typ, kid))
struct GoogleAssertion {
  std::string iss{};
  std::string aud{};
  std::int64_t iat = 0;
  std::int64_t exp = 0;
  optional<std::string> target_audience{};
  optional<std::string> scope{};
};
BOOST_DESCRIBE_STRUCT(GoogleAssertion, (), (iss, aud, iat, exp, target_audience, scope))
struct GoogleIdTokenAnswer {
  optional<std::string> id_token{};
};
BOOST_DESCRIBE_STRUCT(GoogleIdTokenAnswer, (), (id_token))

namespace {

// The server refuses assertions from the future, and clocks of machines run ahead.
constexpr std::chrono::seconds kClockSkew{10};
constexpr std::chrono::seconds kLife{3600};

GoogleRequest assertion_request(const AuthContext& context, const GoogleServiceAccount& account,
                                GoogleAssertion assertion) {
  const auto issued = context.wall() - kClockSkew;
  assertion.iss = account.client_email;
  assertion.aud = account.token_uri;
  assertion.iat = std::chrono::duration_cast<std::chrono::seconds>(issued.time_since_epoch()).count();
  assertion.exp = assertion.iat + kLife.count();
  GoogleAssertionHeader header;
  if (!account.private_key_id.empty()) header.kid = account.private_key_id;
  const auto jwt = signed_jwt(to_json(header), to_json(assertion), account.private_key);
  return google_form(account.token_uri,
                     {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", jwt}});
}

}  // namespace

GoogleServiceAccount read_google_service_account(std::string_view json, const std::string& where) {
  const auto file = read_google_file(json, where);
  const auto type = file.type.value_or("service_account");
  if (type != "service_account") throw AuthError(where + ": " + unsupported_google_type(type, "service_account"));
  GoogleServiceAccount account{.client_email = google_member(file.client_email, "client_email", where),
                               .private_key = google_member(file.private_key, "private_key", where),
                               .private_key_id = file.private_key_id.value_or(""),
                               .token_uri = google_member(file.token_uri, "token_uri", where)};
  try {
    check_private_key(account.private_key);
    check_google_url(account.token_uri, "token_uri");
  } catch (const AuthError& error) {
    throw AuthError(where + ": " + error.what());
  }
  return account;
}

OAuthToken google_id_token(const AuthContext& context, std::string_view text, const std::string& host) {
  auto token = checked_token(text, "the ID token from " + host);
  if (token.empty()) throw AuthError("invalid token response from " + host + ": the ID token is missing");
  const auto expiry = jwt_expiry(token).value_or(context.wall() + kLife);
  return {.access_token = std::move(token), .expiry = expiry};
}

OAuthToken fetch_google_id_token(const AuthContext& context, const GoogleServiceAccount& account,
                                 const std::string& audience, const std::stop_token& stop) {
  const auto request = assertion_request(context, account, {.target_audience = audience});
  const auto host = host_of(request.http);
  const auto response = ask_google(context, request, stop);
  try {
    return google_id_token(context, from_json<GoogleIdTokenAnswer>(response.body).id_token.value_or(""), host);
  } catch (const JsonError& error) {
    throw AuthError("invalid token response from " + host + ": " + error.what());
  }
}

OAuthToken fetch_google_access_token(const AuthContext& context, const GoogleServiceAccount& account,
                                     std::string_view scopes, const std::stop_token& stop) {
  const auto request = assertion_request(context, account, {.scope = std::string(scopes)});
  return parse_token(ask_google(context, request, stop), host_of(request.http), context.wall());
}

}  // namespace databricks::detail
