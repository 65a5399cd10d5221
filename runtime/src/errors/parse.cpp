#include "errors/parse.hpp"

#include "observe/redact.hpp"

#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace databricks::detail {

namespace {

struct ErrorBody {
  optional<std::string> error_code{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(ErrorBody, (), (error_code, message))

constexpr std::size_t kExcerptBytes = 1024;

std::string unparsed_message(const HttpResponse& response) {
  if (response.body.empty()) {
    return response.reason.empty() ? "status " + std::to_string(response.status) : response.reason;
  }
  return "unable to parse response: " + excerpt(response.body, "", kExcerptBytes);
}

}  // namespace

bool is_private_link_page(std::string_view) { return false; }

ServiceError parse_service_error(const HttpRequest&, const HttpResponse& response, const Config&) {
  ServiceError error{.status_code = response.status};
  if (response.body.starts_with('{')) {
    try {
      const auto body = from_json<ErrorBody>(response.body);
      error.error_code = body.error_code.value_or("");
      error.message = body.message.value_or("request failed");
      return error;
    } catch (const JsonError&) {
      // Not the documented shape: its text is all there is.
    }
  }
  error.message = unparsed_message(response);
  return error;
}

void throw_service_error(const HttpRequest&, ServiceError error) { throw DatabricksError(std::move(error)); }

}  // namespace databricks::detail
