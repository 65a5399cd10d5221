// What an answer says -> the class that is thrown.
#include "errors/overrides.hpp"
#include "errors/parse.hpp"

#include <algorithm>
#include <iterator>

namespace databricks::detail {

namespace {

using Thrower = void (*)(ServiceError&&);

template <class E>
[[noreturn]] void throw_as(ServiceError&& error) {
  throw E(std::move(error));
}

struct CodeClass {
  std::string_view code;
  Thrower thrower;
};
struct StatusClass {
  int status;
  Thrower thrower;
};

constexpr CodeClass kByCode[] = {
    {"INVALID_PARAMETER_VALUE", throw_as<InvalidParameterValue>},
    {"INVALID_STATE", throw_as<InvalidState>},
    {"RESOURCE_DOES_NOT_EXIST", throw_as<ResourceDoesNotExist>},
    {"ABORTED", throw_as<Aborted>},
    {"ALREADY_EXISTS", throw_as<AlreadyExists>},
    {"RESOURCE_ALREADY_EXISTS", throw_as<ResourceAlreadyExists>},
    {"RESOURCE_EXHAUSTED", throw_as<ResourceExhausted>},
    {"REQUEST_LIMIT_EXCEEDED", throw_as<RequestLimitExceeded>},
    {"UNKNOWN", throw_as<Unknown>},
    {"DATA_LOSS", throw_as<DataLoss>},
    {"PRIVATE_LINK_VALIDATION_ERROR", throw_as<PrivateLinkValidationError>},
};

constexpr StatusClass kByStatus[] = {
    {400, throw_as<BadRequest>},       {401, throw_as<Unauthenticated>},
    {403, throw_as<PermissionDenied>}, {404, throw_as<NotFound>},
    {409, throw_as<ResourceConflict>}, {429, throw_as<TooManyRequests>},
    {499, throw_as<Cancelled>},        {500, throw_as<InternalError>},
    {501, throw_as<NotImplemented>},   {503, throw_as<TemporarilyUnavailable>},
    {504, throw_as<DeadlineExceeded>},
};

template <class Row, std::size_t Size, class Key>
Thrower lookup(const Row (&rows)[Size], Key Row::*member, const Key& key) {
  const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.*member == key; });
  return found != std::end(rows) ? found->thrower : nullptr;
}

Thrower thrower_for(const HttpRequest& request, const ServiceError& error) {
  if (says_that_nothing_is_there(request, error)) return throw_as<ResourceDoesNotExist>;
  if (const auto by_code = lookup(kByCode, &CodeClass::code, std::string_view(error.error_code))) return by_code;
  if (const auto by_status = lookup(kByStatus, &StatusClass::status, error.status_code)) return by_status;
  return throw_as<DatabricksError>;
}

}  // namespace

void throw_service_error(const HttpRequest& request, ServiceError error) {
  const auto thrower = thrower_for(request, error);
  thrower(std::move(error));
  std::terminate();  // not reached: every thrower throws
}

}  // namespace databricks::detail
