#include "auth/model_serving.hpp"

#include "auth/bearer.hpp"
#include "auth/methods.hpp"
#include "auth/proven.hpp"
#include "auth/required.hpp"
#include "auth/small_file.hpp"
#include "config/host.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

namespace databricks::detail {

// Named so that Describe finds them.
struct ServingToken {
  optional<std::string> oauthTokenValue{};
};
BOOST_DESCRIBE_STRUCT(ServingToken, (), (oauthTokenValue))
struct ServingFile {
  std::vector<ServingToken> OAUTH_TOKEN{};
};
BOOST_DESCRIBE_STRUCT(ServingFile, (), (OAUTH_TOKEN))

namespace {

using namespace std::chrono_literals;

constexpr auto kReadAgainAfter = 300s;
constexpr auto kPauseWhileWritten = 500ms;
constexpr auto kExpiresEarly = 40s;  // of any token in a TokenSource

std::string first_set(const AuthContext& context, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (auto value = context.environment(name); !value.empty()) return value;
  }
  return {};
}

std::string serving_host(const AuthContext& context) {
  if (!context.config.host.empty()) return context.config.host;
  const auto host = first_set(context, {"DATABRICKS_MODEL_SERVING_HOST_URL", "DB_MODEL_SERVING_HOST_URL"});
  if (!host.empty()) return parse_host(host).url;
  throw ConfigError(required("host") + ", and DATABRICKS_MODEL_SERVING_HOST_URL is not set");
}

// Nothing while the file is away or half written.
std::optional<std::string> token_in(const std::string& path) {
  const auto text = read_small_file(path);
  if (!text) return std::nullopt;
  try {
    const auto file = from_json<ServingFile>(*text);
    if (file.OAUTH_TOKEN.empty()) return std::nullopt;
    const auto token = checked_token(file.OAUTH_TOKEN[0].oauthTokenValue.value_or(""), "the token in " + path);
    return token.empty() ? std::nullopt : std::optional(token);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

OAuthToken fetch(const AuthContext& context, const std::string& path, const std::stop_token& stop) {
  auto token = token_in(path);
  if (!token && context.clock->sleep(kPauseWhileWritten, stop)) token = token_in(path);
  if (!token) {
    throw AuthError("Unable to read OAuth credentials from the file mounted at " + path +
                    ": it holds no OAUTH_TOKEN[0].oauthTokenValue");
  }
  // The file does not say when its token expires; this is when it is read again.
  return {.access_token = *token, .expiry = context.wall() + kReadAgainAfter + kExpiresEarly};
}

}  // namespace

Attempted model_serving_from(const std::string& path, const AuthContextPtr& context, const std::stop_token& stop) {
  if (first_set(*context, {"IS_IN_DB_MODEL_SERVING_ENV", "IS_IN_DATABRICKS_MODEL_SERVING_ENV"}) != "true") {
    return {.skipped = "IS_IN_DATABRICKS_MODEL_SERVING_ENV is not true: this is no model serving"};
  }
  std::string host;
  try {
    host = serving_host(*context);
  } catch (const ConfigError& error) {
    if (!context->config.auth_type.empty()) throw;
    return {.skipped = error.what()};
  }
  auto source = context->token_source(
      [context, path](const std::stop_token& stopped) { return fetch(*context, path, stopped); }, false);
  auto attempted = proven("model-serving", *context, std::move(source), stop);
  if (attempted.credentials) context->config.host = host;
  return attempted;
}

Attempted model_serving(const AuthContextPtr& context, const std::stop_token& stop) {
  return model_serving_from(std::string(kModelServingFile), context, stop);
}

}  // namespace databricks::detail
