// Tokens as JSON, as this and other SDKs write them.
#include "auth/bearer.hpp"
#include "auth/cli_token.hpp"
#include "auth/session_state.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/oauth.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <stdexcept>

namespace databricks {

// Named so that Describe finds them.
namespace detail {
struct TokenJson {
  optional<std::string> access_token{};
  optional<std::string> token_type{};
  optional<RawJson> expiry{};
  optional<std::string> refresh_token{};
};
BOOST_DESCRIBE_STRUCT(TokenJson, (), (access_token, token_type, expiry, refresh_token))
struct SessionJson {
  optional<TokenJson> token{};
};
BOOST_DESCRIBE_STRUCT(SessionJson, (), (token))
}  // namespace detail

namespace {

using WallTime = std::chrono::system_clock::time_point;

template <class T>
T read(std::string_view json, const char* what) {
  try {
    if (trim(json).starts_with('{')) return from_json<T>(json);
  } catch (const JsonError&) {
    // Its text could show a piece of a token.
  }
  throw AuthError(std::string("this is not the JSON object of a ") + what);
}

// Go writes the year 1 for a token that never expires.
std::optional<WallTime> read_expiry(const optional<RawJson>& json) {
  if (!json.has_value()) return std::nullopt;
  std::string_view text = json->text;
  if (text.size() >= 2 && text.starts_with('"')) text = text.substr(1, text.size() - 2);
  if (trim(text).empty() || text.starts_with("0001-01-01")) return std::nullopt;
  if (const auto time = detail::parse_expiry(text)) return time;
  throw AuthError("the token's expiry is no time");
}

OAuthToken read_token(const detail::TokenJson& json) {
  OAuthToken token{.access_token = detail::checked_token(json.access_token.value_or(""), "the access token"),
                   .token_type = detail::checked_token(json.token_type.value_or(""), "the token type"),
                   .expiry = read_expiry(json.expiry),
                   .refresh_token = json.refresh_token.value_or("")};
  if (token.access_token.empty()) throw AuthError("the token has no access_token");
  if (token.token_type.empty() || same_text(token.token_type, "Bearer")) token.token_type = "Bearer";
  return token;
}

detail::TokenJson json_of(const OAuthToken& token) {
  detail::TokenJson json{.access_token = token.access_token, .token_type = token.token_type};
  if (token.expiry) json.expiry = RawJson{'"' + Timestamp(*token.expiry).text() + '"'};
  if (!token.refresh_token.empty()) json.refresh_token = token.refresh_token;
  return json;
}

}  // namespace

std::string token_to_json(const OAuthToken& token) { return to_json(json_of(token)); }

OAuthToken token_from_json(std::string_view json) { return read_token(read<detail::TokenJson>(json, "token")); }

std::string detail::session_to_json(const OAuthToken& token) { return to_json(SessionJson{.token = json_of(token)}); }

OAuthToken detail::session_from_json(std::string_view json) {
  const auto session = read<SessionJson>(json, "session");
  if (!session.token.has_value()) throw AuthError("the session has no token");
  return read_token(*session.token);
}

}  // namespace databricks
