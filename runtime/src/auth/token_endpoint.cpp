#include "auth/token_endpoint.hpp"

#include "auth/base64.hpp"
#include "auth/bearer.hpp"
#include "auth/jwt.hpp"
#include "observe/redact.hpp"
#include "request/form.hpp"
#include "text/ascii.hpp"

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

// A number, or a number in a text.
std::optional<double> number_of(const optional<RawJson>& json) {
  if (!json.has_value()) return std::nullopt;
  std::string_view text = json->text;
  if (text.starts_with('"') && text.ends_with('"') && text.size() >= 2) text = text.substr(1, text.size() - 2);
  text = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return kLongestSeconds;
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::trunc(value);
}

std::chrono::seconds seconds_of(double number) {
  return std::chrono::seconds(static_cast<std::int64_t>(std::clamp(number, -kLongestSeconds, kLongestSeconds)));
}

WallTime expiry_of(const TokenAnswer& answer, WallTime received) {
  if (const auto seconds = number_of(answer.expires_in)) return received + seconds_of(*seconds);
  if (const auto epoch = number_of(answer.expires_on)) {
    const auto life =
        *epoch -
        static_cast<double>(std::chrono::duration_cast<std::chrono::seconds>(received.time_since_epoch()).count());
    return received + seconds_of(life);
  }
  return jwt_expiry(*answer.access_token).value_or(received + kUsualLife);
}

// Servers write the type as they like; three have a usual form.
std::string usual_type(std::string_view type) {
  for (const std::string_view usual : {"Bearer", "Basic", "MAC"}) {
    if (same_text(type, usual)) return std::string(usual);
  }
  return type.empty() ? "Bearer" : std::string(type);
}

std::string one_line(std::string text) {
  std::string shown;
  for (const char c : text) {
    if (c == '\r') continue;
    shown += c == '\n' || static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return shown;
}

// Entra appends trace numbers and times that help nobody at the keyboard.
std::string shortened(std::string text) {
  text = one_line(std::move(text));
  return text.substr(0, text.find(". Trace ID"));
}

// `error` is a code in OAuth, and an object at Azure Resource Manager.
std::string describe(const TokenAnswer& answer) {
  std::string code = answer.errorCode.value_or("");
  std::string description = answer.errorSummary.value_or(answer.error_description.value_or(""));
  if (code.empty() && answer.error.has_value()) {
    const std::string_view json = answer.error->text;
    if (json.starts_with('{')) {
      const auto object = from_json<ErrorObject>(json);
      code = object.code.value_or("");
      if (description.empty()) description = object.message.value_or("");
    } else if (json.starts_with('"')) {
      code = from_json<std::string>(json);
    }
  }
  std::string text =
      (code.empty() ? "unknown" : one_line(code)) + ": " + (description.empty() ? "unknown" : shortened(description));
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

}  // namespace

Token parse_token(const HttpResponse& response, const std::string& host, WallTime received) {
  if (response.status < 200 || response.status >= 300) refused(response, host);
  const auto answer = read_answer(response.body);
  if (!answer) throw AuthError("invalid token response from " + host + ": it is no JSON object");
  if (answer->error.has_value() || answer->errorCode.has_value()) throw AuthError(host + ": " + describe(*answer));
  if (answer->access_token.value_or("").empty()) {
    throw AuthError("invalid token response from " + host + ": access_token is missing");
  }
  return {.access_token = checked_token(*answer->access_token, "the access token from " + host),
          .token_type = usual_type(answer->token_type.value_or("")),
          .expiry = expiry_of(*answer, received),
          .refresh_token = answer->refresh_token.value_or("")};
}

Token request_token(AuthHttp& http, const TokenRequest& request, const std::stop_token& stop) {
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
  sent.body = form_body(form);
  sent.has_body = true;
  const auto response = http.send(sent, stop);
  return parse_token(response, host_of(sent), std::chrono::system_clock::now());
}

}  // namespace databricks::detail
