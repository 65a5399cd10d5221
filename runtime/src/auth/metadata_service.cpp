// A giver of tokens on this machine, such as an editor's extension.
#include "auth/bearer.hpp"
#include "auth/methods.hpp"
#include "auth/required.hpp"
#include "http/origin.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <charconv>

namespace databricks::detail {

// Named so that Describe finds it.
struct MetadataServiceAnswer {
  optional<std::string> access_token{};
  optional<std::string> token_type{};
  optional<RawJson> expires_on{};
};
BOOST_DESCRIBE_STRUCT(MetadataServiceAnswer, (), (access_token, token_type, expires_on))

namespace {

using namespace std::chrono_literals;

constexpr AuthLimits kLimits{.attempt = 10s, .total = 10s};
constexpr auto kPauseWhenEmpty = 1s;

// The host's token is asked for without proof of who asks: nobody else may be the one that answers.
HttpRequest service_request(const Config& config) {
  auto request = auth_request("GET", config.metadata_service_url);
  Origin origin;
  try {
    origin = parse_origin(request.origin);
  } catch (const InvalidArgument&) {
    throw AuthError("invalid auth server URL: metadata_service_url must look like http://localhost:port/path");
  }
  const auto name = ascii_lower(origin.host);
  const bool is_here = name == "localhost" || name == "127.0.0.1" || name == "::1";
  if (!is_here && !config.metadata_service_remote.value_or(false)) {
    throw AuthError(
        "invalid auth server URL: only localhost URLs are allowed as metadata_service_url, unless "
        "metadata_service_remote is set");
  }
  request.headers.set("X-Databricks-Metadata-Version", "1");
  request.headers.set("X-Databricks-Host", config.host);
  return request;
}

// Seconds since 1970, as a number or as a text.
std::optional<std::chrono::system_clock::time_point> epoch(const optional<RawJson>& json) {
  std::string_view text = json.has_value() ? std::string_view(json->text) : std::string_view();
  text = trim(text, "\" ");
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr double kYear2200 = 7258118400;
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(seconds > 0) || seconds > kYear2200) return std::nullopt;
  return std::chrono::system_clock::time_point(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

MetadataServiceAnswer ask(const AuthContext& context, const std::stop_token& stop) {
  const auto request = service_request(context.config);
  const auto response = context.http->send_direct(request, stop, kLimits);
  if (response.status < 200 || response.status >= 300) {
    throw AuthError("token request: the metadata service at " + host_of(request) + " answered " +
                    std::to_string(response.status) + ": does it serve the host " + context.config.host + '?');
  }
  try {
    return from_json<MetadataServiceAnswer>(response.body);
  } catch (const JsonError&) {
    throw AuthError("token parse: the metadata service at " + host_of(request) + " did not answer the JSON of a token");
  }
}

OAuthToken fetch(const AuthContext& context, const std::stop_token& stop) {
  auto answer = ask(context, stop);
  // One that is just signing in has none yet.
  if (answer.access_token.value_or("").empty() && context.clock->sleep(kPauseWhenEmpty, stop)) {
    answer = ask(context, stop);
  }
  const auto token = checked_token(answer.access_token.value_or(""), "the token of the metadata service");
  if (token.empty()) throw AuthError("Metadata Service returned empty token: sign in where it runs");
  if (answer.token_type.value_or("").empty()) throw AuthError("Metadata Service returned empty token type");
  const auto expiry = epoch(answer.expires_on);
  if (!expiry) throw AuthError("Metadata Service returned invalid expiry: expires_on must be seconds since 1970");
  const auto type = checked_token(*answer.token_type, "the token type of the metadata service");
  return {.access_token = token, .token_type = same_text(type, "Bearer") ? "Bearer" : type, .expiry = expiry};
}

}  // namespace

Attempted metadata_service(const AuthContextPtr& context, const std::stop_token& stop) {
  const auto& config = context->config;
  if (config.host.empty()) return {.skipped = required("host")};
  if (config.metadata_service_url.empty()) return {.skipped = required("metadata_service_url")};
  auto source = context->token_source([context](const std::stop_token& s) { return fetch(*context, s); }, false);
  source->get(stop);
  return {.credentials = bearer_credentials("metadata-service", std::move(source))};
}

}  // namespace databricks::detail
