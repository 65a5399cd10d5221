#include "errors/json_body.hpp"

#include "errors/details.hpp"
#include "json/reader.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail {

namespace {

// An error is never nested deeply unless somebody means harm.
constexpr std::size_t kMaxDepth = 100;

struct JsonBody {
  RawJson error_code{};
  RawJson message{};
  RawJson error{};   // API 1.2: its message
  RawJson detail{};  // SCIM, with the two below
  RawJson status{};
  RawJson scimType{};
  RawJson details{};
};
BOOST_DESCRIBE_STRUCT(JsonBody, (), (error_code, message, error, detail, status, scimType, details))

// A member as text: compact JSON, without the values of secrets, of what is none.
std::string text_of(const RawJson& member) {
  const std::string_view json = member.text;
  if (json.empty() || json == "null") return "";
  if (json.starts_with('"')) return from_json<std::string>(json);
  RawJson shown;
  ReaderOptions options;
  options.mask_secrets = true;
  read(type_of<RawJson>(), &shown, json, options);
  return shown.text;
}

void read_scim(const JsonBody& body, int status, ServiceError& error) {
  const std::string detail = text_of(body.detail);
  if (detail.empty()) return;
  const std::string said = detail == "null" ? "SCIM API Internal Error" : detail;
  error.message = trim(text_of(body.scimType) + ' ' + said);
  const std::string scim_status = text_of(body.status);
  error.error_code = "SCIM_" + (scim_status.empty() ? std::to_string(status) : scim_status);
}

void read_details_of(const JsonBody& body, ServiceError& error) {
  auto details = std::make_shared<ErrorDetails>(read_details(body.details.text));
  if (details->request_info) error.request_id = details->request_info->request_id;
  if (details->retry_info) {
    const Duration& delay = details->retry_info->retry_delay;
    error.retry_after = std::chrono::seconds(delay.seconds) +
                        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::nanoseconds(delay.nanoseconds));
  }
  error.details = std::move(details);
}

}  // namespace

std::optional<ServiceError> read_json_body(std::string_view body, int status) {
  if (!body.starts_with('{')) return std::nullopt;
  JsonBody json;
  try {
    read_json(type_of<JsonBody>(), &json, body, {.max_depth = kMaxDepth});
  } catch (const JsonError&) {
    return std::nullopt;
  }
  ServiceError error{.error_code = text_of(json.error_code)};
  // An `error` that is no text, true for example, is not the message if there is another one.
  if (json.error.text.starts_with('"')) error.message = text_of(json.error);
  for (const RawJson* member : {&json.message, &json.error}) {
    if (error.message.empty()) error.message = text_of(*member);
  }
  if (error.message.empty()) read_scim(json, status, error);
  if (error.message.empty()) error.message = "request failed";
  if (!json.details.text.empty()) read_details_of(json, error);
  return error;
}

}  // namespace databricks::detail
