#include "errors/parse.hpp"

#include "config/advice.hpp"
#include "errors/clean.hpp"
#include "errors/html.hpp"
#include "errors/json_body.hpp"
#include "errors/private_link.hpp"
#include "errors/statuses.hpp"
#include "observe/masked_text.hpp"
#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <optional>

namespace databricks::detail {

namespace {

constexpr std::size_t kExcerptBytes = 1024;
constexpr std::size_t kRoundTripBytes = 10 * 1024;

std::string reason_of(const HttpResponse& response) {
  const auto reason = trim(response.reason);
  return reason.empty() ? status_text(response.status) : std::string(reason);
}

// `Not Found` -> `NOT_FOUND`
std::string code_of(std::string reason) {
  std::transform(reason.begin(), reason.end(), reason.begin(), [](char c) {
    if (c == ' ') return '_';
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return reason;
}

std::string_view header(const HttpResponse& response, std::string_view name) {
  const std::string* value = response.headers.find(name);
  return value ? std::string_view(*value) : std::string_view();
}

// `CODE: message`, and more lines of it.
std::optional<ServiceError> read_text_body(std::string_view body) {
  const auto end = body.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
  if (end == 0 || end == body.npos) return std::nullopt;
  const auto rest = body.substr(end);
  if (!rest.starts_with(": ") && !rest.starts_with(":\n") && !rest.starts_with(":\r\n")) return std::nullopt;
  return ServiceError{.error_code = std::string(body.substr(0, end)), .message = std::string(trim(rest.substr(1)))};
}

std::optional<ServiceError> read_html_body(std::string_view body, const HttpResponse& response) {
  auto text = html_text(body);
  if (!text) return std::nullopt;
  const auto reason = reason_of(response);
  return ServiceError{.error_code = code_of(reason), .message = text->empty() ? reason : std::move(*text)};
}

ServiceError not_understood(const HttpRequest& request, const HttpResponse& response, const Config& config) {
  ServiceError error;
  error.message = "unable to parse response: ";
  error.message += excerpt(response.body, header(response, "Content-Type"), kExcerptBytes);
  error.round_trip = shown_round_trip(request, &response, "", config.debug_headers.value_or(false), kRoundTripBytes);
  return error;
}

ServiceError read_body(const HttpRequest& request, const HttpResponse& response, const Config& config) {
  std::string_view body = response.body;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trim(body);
  if (auto error = read_json_body(body, response.status)) return std::move(*error);
  auto error = body.empty() ? ServiceError{.message = reason_of(response)} : read_text_body(body);
  if (!error) error = read_html_body(body, response);
  if (!error) error = not_understood(request, response, config);
  if (!response.body_problem.empty()) {
    error->message += " (the body of this error is not whole: " + response.body_problem + ')';
  }
  return std::move(*error);
}

std::string request_id_of(const HttpResponse& response) {
  const auto id = header(response, "x-request-id");
  return std::string(id.empty() ? header(response, "x-databricks-request-id") : id);
}

}  // namespace

ServiceError parse_service_error(const HttpRequest& request, const HttpResponse& response, const Config& config) {
  if (is_private_link_page(request.target)) return private_link_error(request);
  ServiceError error = read_body(request, response, config);
  error.status_code = response.status;
  error.error_code = clean_text(error.error_code);
  error.message = masked_text(clean_text(error.message));  // it may quote what was sent
  error.request_id = clean_text(error.request_id.empty() ? request_id_of(response) : error.request_id);
  if (response.status == 401 || response.status == 403) {
    error.advice = clean_text(configuration_advice(config));
    const auto size = without_final_dots(error.message).size();
    if (!error.advice.empty() && size > 0) error.message.resize(size);
  }
  return error;
}

}  // namespace databricks::detail
