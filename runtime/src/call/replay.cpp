#include "call/replay.hpp"

#include "errors/parse.hpp"

#include <databricks/error_details.hpp>

namespace databricks::detail {

namespace {

[[noreturn]] void throw_service_error_with(const HttpRequest& request, const DatabricksError& error,
                                           const std::string& suffix) {
  throw_service_error(request, {.status_code = error.status_code(),
                                .error_code = error.error_code(),
                                .message = error.message() + suffix,
                                .request_id = error.request_id(),
                                .retry_after = error.retry_after(),
                                .details = std::make_shared<ErrorDetails>(error.details()),
                                .advice = std::string(error.what()).substr(error.message().size()),
                                .round_trip = error.round_trip()});
}

}  // namespace

void throw_with_rewind_problem(const HttpRequest& request, const CallError& error, const std::string& problem) {
  const auto suffix = " (no other attempt: the request body can't be rewound: " + problem + ")";
  if (const auto* refused = dynamic_cast<const DatabricksError*>(&error)) {
    throw_service_error_with(request, *refused, suffix);
  }
  if (const auto* late = dynamic_cast<const TransportTimeout*>(&error)) {
    throw TransportTimeout(late->fault(), late->phase(), late->what() + suffix);
  }
  if (const auto* broken = dynamic_cast<const TransportError*>(&error)) {
    throw TransportError(broken->fault(), broken->phase(), broken->what() + suffix);
  }
  throw;
}

}  // namespace databricks::detail
