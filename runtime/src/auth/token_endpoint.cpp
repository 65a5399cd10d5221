#include "auth/token_endpoint.hpp"

#include "auth/base64.hpp"
#include "auth/bearer.hpp"
#include "auth/jwt.hpp"
#include "observe/redact.hpp"
#include "request/form.hpp"
#include "text/ascii.hpp"
#include "text/one_line.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace databricks::detail {

// Named so that Describe finds it; the fields of all dialects (OAuth 2, Entra, Okta).
struct TokenAnswer {
  optional<std::string> access_token{};
  optional<std::string> token_type{};
  optional<RawJson> expires_in{};
  optional<RawJson> expires_on{};
  optional<std::string> refresh_token{};
  optional<RawJson> error{};
  optional<std::string> error_description{};
  optional<std::string> error_uri{};
  optional<std::string> errorCode{};
  optional<std::string> errorSummary{};
};
BOOST_DESCRIBE_STRUCT(TokenAnswer, (),
                      (access_token, token_type, expires_in, expires_on, refresh_token, error, error_description,
                       error_uri, errorCode, errorSummary))
struct ErrorObject {
  optional<std::string> code{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(ErrorObject, (), (code, message))

namespace {

using WallTime = std::chrono::system_clock::time_point;

constexpr std::size_t kExcerptBytes = 1024;
constexpr double kLongestSeconds = 10 * 365.25 * 86400;
constexpr std::chrono::hours kUsualLife{1};

// A number, or a number in a text. What is beyond a double's range is beyond ours too.
std::optional<double> number_of(const optional<RawJson>& json) {
  if (!json.has_value()) return std::nullopt;
  std::string_view text = json->text;
  if (text.starts_with('"') && text.ends_with('"') && text.size() >= 2) text = text.substr(1, text.size() - 2);
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return text.starts_with('-') ? -kLongestSeconds : kLongestSeconds;
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return std::trunc(value);
}

std::chrono::seconds seconds_of(double number) {
  return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(number, -kLongestSeconds, kLongestSeconds)));
}

// Unset: the answer doesn't say.
std::optional<WallTime> expiry_of(const TokenAnswer& answer, WallTime received) {
  if (const auto seconds = number_of(answer.expires_in)) return received + seconds_of(*seconds);
  if (const auto epoch = number_of(answer.expires_on)) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(received.time_since_epoch());
    return received + seconds_of(*epoch - static_cast<double>(now.count()));
  }
  return jwt_expiry(*answer.access_token);
}

// Servers write the type as they like; three have a usual form. It goes into a header, so it must be a word.
std::string usual_type(std::string_view type, const std::string& host) {
  for (const std::string_view usual : {"Bearer", "Basic", "MAC"}) {
    if (same_text(type, usual)) return std::string(usual);
  }
  const auto is_odd = [](char c) { return c <= ' ' || c >= '\x7f' || c == ',' || c == '"' || c == '='; };
  if (std::any_of(type.begin(), type.end(), is_odd)) {
    throw AuthError("invalid token response from " + host + ": token_type is no word");
  }
  return type.empty() ? "Bearer" : std::string(type);
}

// Entra appends trace numbers and times that help nobody at the keyboard; a full stop would stand before ours.
std::string shortened(const std::string& text) {
  auto shown = one_line(text);
  shown.resize(std::min(shown.size(), shown.find(". Trace ID")));
  while (shown.ends_with('.') && !shown.ends_with("...")) shown.pop_back();
  return shown;
}

ErrorObject error_object(const RawJson& error) {
  try {
    if (error.text.starts_with('{')) return from_json<ErrorObject>(error.text);
    if (error.text.starts_with('"')) return {.code = from_json<std::string>(error.text)};
  } catch (const JsonError&) {
    // A code that is no text is none.
  }
  return {};
}

// `error` is a code in OAuth, and an object at Azure Resource Manager.
std::string describe(const TokenAnswer& answer) {
  const auto error = answer.error.has_value() ? error_object(*answer.error) : ErrorObject();
  const auto code = one_line(answer.errorCode.value_or(error.code.value_or("")));
  const auto description =
      shortened(answer.errorSummary.value_or(answer.error_description.value_or(error.message.value_or(""))));
  std::string text = (code.empty() ? "unknown" : code) + ": " + (description.empty() ? "unknown" : description);
  if (answer.error_uri.has_value() && !answer.error_uri->empty()) text += ". See " + one_line(*answer.error_uri);
  return text;
}

std::optional<TokenAnswer> read_answer(const std::string& body) {
  try {
    if (trim(body).starts_with('{')) return from_json<TokenAnswer>(body);
  } catch (const JsonError&) {
    // Not a token endpoint's answer; its text is shown as far as it is harmless.
  }
  return std::nullopt;
}

[[noreturn]] void refused(const HttpResponse& response, const std::string& host) {
  std::string text = host + " answered " + std::to_string(response.status) + ": ";
  const auto answer = read_answer(response.body);
  if (response.status >= 300 && response.status < 400) {
    text += "a redirect, which is not followed";
  } else if (answer) {
    text += describe(*answer);
  } else {
    const auto* type = response.headers.find("Content-Type");
    text += one_line(excerpt(response.body, type ? *type : "", kExcerptBytes));
  }
  throw AuthError(text);
}

// What was sent and is nobody's business, longest first so that no part of one is left. Short ones are words of any
// error text.
constexpr std::size_t kShortestSecret = 8;
std::vector<std::string> secrets_in(const TokenRequest& request) {
  constexpr std::string_view kNames[] = {"assertion",     "client_assertion", "client_secret", "code",
                                         "code_verifier", "password",         "refresh_token", "subject_token"};
  std::vector<std::string> secrets{request.client_secret};
  for (const auto& [name, value] : request.form) {
    if (std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames)) secrets.push_back(value);
  }
  for (std::size_t i = 0, n = secrets.size(); i < n; ++i) {
    const auto encoded = form_body({{"", secrets[i]}});
    secrets.push_back(encoded.substr(1));
  }
  std::erase_if(secrets, [](const auto& secret) { return secret.size() < kShortestSecret; });
  std::sort(secrets.begin(), secrets.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return secrets;
}

// Some servers repeat in their error what they were sent.
std::string without_secrets(std::string text, const TokenRequest& request) {
  for (const auto& secret : secrets_in(request)) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at))
      text.replace(at, secret.size(), "***");
  }
  return text;
}

HttpRequest http_request(const TokenRequest& request) {
  auto sent = auth_request("POST", request.endpoint);
  auto form = request.form;
  if (request.client_auth == ClientAuth::header) {
    auto pair = form_body({{request.client_id, request.client_secret}});
    pair[pair.find('=')] = ':';
    sent.headers.set("Authorization", "Basic " + base64(pair));
  } else {
    form.emplace_back("client_id", request.client_id);
    form.emplace_back("client_secret", request.client_secret);
  }
  std::erase_if(form, [](const auto& field) { return field.second.empty(); });
  sent.headers.set("Content-Type", "application/x-www-form-urlencoded");
  if (!request.origin.empty()) sent.headers.set("Origin", request.origin);
  sent.body = form_body(form);
  sent.has_body = true;
  return sent;
}

}  // namespace

OAuthToken parse_token(const HttpResponse& response, const std::string& host, WallTime received, bool* guessed_expiry) {
  const auto invalid = [&](const char* why) { return AuthError("invalid token response from " + host + ": " + why); };
  if (response.status < 200 || response.status >= 300) refused(response, host);
  const auto answer = read_answer(response.body);
  if (!answer) throw invalid("it is not the JSON object of a token");
  if (answer->error.has_value() || answer->errorCode.has_value()) throw AuthError(host + ": " + describe(*answer));
  auto token = checked_token(answer->access_token.value_or(""), "the access token from " + host);
  if (token.empty()) throw invalid("access_token is missing");
  const auto expiry = expiry_of(*answer, received);
  if (guessed_expiry) *guessed_expiry = !expiry;
  return {.access_token = std::move(token),
          .token_type = usual_type(answer->token_type.value_or(""), host),
          .expiry = expiry.value_or(received + kUsualLife),
          .refresh_token = answer->refresh_token.value_or("")};
}

OAuthToken request_token(AuthHttp& http, const TokenRequest& request, const std::stop_token& stop) {
  const auto sent = http_request(request);
  const auto response = http.send(sent, stop);
  try {
    bool guessed = false;
    auto token = parse_token(response, host_of(sent), http.now(), &guessed);
    if (guessed && request.expiry_required) {
      throw AuthError("invalid token response from " + host_of(sent) + ": expires_in is missing");
    }
    if (guessed) http.warn(host_of(sent) + " does not say when its token expires; it is renewed within the hour");
    return token;
  } catch (const AuthError& error) {
    throw AuthError(without_secrets(error.what(), request));
  }
}

}  // namespace databricks::detail
