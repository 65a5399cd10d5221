#include "errors/parse.hpp"

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
  return "unable to parse response: " + response.body.substr(0, kExcerptBytes);
}

}  // namespace

void throw_service_error(const HttpResponse& response) {
  if (response.body.starts_with('{')) {
    try {
      const auto body = from_json<ErrorBody>(response.body);
      throw DatabricksError(response.status, body.error_code.value_or(""), body.message.value_or("request failed"));
    } catch (const JsonError&) {
      // Not the documented shape: its text is all there is.
    }
  }
  throw DatabricksError(response.status, "", unparsed_message(response));
}

}  // namespace databricks::detail
