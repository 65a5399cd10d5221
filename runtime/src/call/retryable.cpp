#include "call/retryable.hpp"

#include <databricks/service_error.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

enum class When { always, if_safe };

struct StatusRule {
  int status;
  When when;
};
constexpr StatusRule kStatuses[] = {
    {408, When::if_safe}, {429, When::always}, {502, When::if_safe}, {503, When::always}, {504, When::if_safe},
};

constexpr std::string_view kCodes[] = {"RESOURCE_EXHAUSTED", "REQUEST_LIMIT_EXCEEDED"};

// What services say in errors of any status when they are not ready yet.
struct MarkRule {
  std::string_view begin;
  std::string_view end;  // follows on the same line; empty: nothing has to
  When when;
};
constexpr MarkRule kMarks[] = {
    {"com.databricks.backend.manager.util.UnknownWorkerEnvironmentException", "", When::always},
    {"does not have any associated worker environments", "", When::always},
    {"There is no worker environment with id", "", When::always},
    {"Unknown worker environment", "", When::always},
    {"ClusterNotReadyException", "", When::always},
    {"worker env ", " not found", When::always},
    {"REQUEST_LIMIT_EXCEEDED", "", When::always},
    {"Please try again later or try a faster operation.", "", When::always},
    {"RPC token bucket limit has been exceeded", "", When::always},
    {"Unexpected error", "", When::if_safe},
    {"Timed out after ", "", When::if_safe},
    {"deadline exceeded", "", When::if_safe},
};

bool holds(std::string_view text, const MarkRule& mark) {
  for (auto at = text.find(mark.begin); at != text.npos; at = text.find(mark.begin, at + 1)) {
    const auto rest = text.substr(at + mark.begin.size());
    if (rest.substr(0, rest.find('\n')).find(mark.end) != rest.npos) return true;
  }
  return false;
}

bool is_retryable(const DatabricksError& error, bool safe) {
  const auto applies = [&](When when) { return when == When::always || safe; };
  for (const auto& rule : kStatuses) {
    if (rule.status == error.status_code() && applies(rule.when)) return true;
  }
  if (std::find(std::begin(kCodes), std::end(kCodes), error.error_code()) != std::end(kCodes)) return true;
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](const MarkRule& mark) { return applies(mark.when) && holds(error.message(), mark); });
}

bool is_retryable(TransportFault fault, const Repeatable& request) {
  switch (fault) {
    case TransportFault::unreachable:
      return true;
    case TransportFault::interrupted:
      return request.by_method;
    case TransportFault::incomplete:
      return request.safe;
    case TransportFault::permanent:
      return false;
  }
  return false;
}

}  // namespace

Repeatable repeatable(std::string_view method, bool recognised) {
  const bool safe = recognised || method == "GET" || method == "HEAD" || method == "OPTIONS";
  return {.safe = safe, .by_method = safe || method == "PUT" || method == "DELETE"};
}

bool is_retryable(const CallError& error, const Repeatable& request) {
  if (const auto* refused = dynamic_cast<const DatabricksError*>(&error)) return is_retryable(*refused, request.safe);
  if (dynamic_cast<const CallCancelled*>(&error) != nullptr) return false;
  const auto* broken = dynamic_cast<const TransportError*>(&error);
  return broken != nullptr && is_retryable(broken->fault(), request);
}

}  // namespace databricks::detail
