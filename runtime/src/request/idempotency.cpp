#include "request/idempotency.hpp"

#include "json/text.hpp"
#include "request/uuid.hpp"

#include <databricks/error.hpp>

namespace databricks::detail {

namespace {

bool is_given(const Type& type, const Field& field, const void* request) {
  const Type* value_type = &field.type();
  const void* value = value_of(value_type, member_of(type, field, request));
  if (value == nullptr || presence_of(*value_type, value) != Presence::set) return false;
  return !scalar_text(*value_type, value).empty();
}

}  // namespace

IdempotencyField idempotency_field(const EndpointTable& endpoint, const void* request, bool fill_token) {
  const bool is_key = !endpoint.idempotency_key.empty();
  const auto name = is_key ? endpoint.idempotency_key : endpoint.idempotency_token;
  if (name.empty() || endpoint.request == nullptr) return {};
  const Type& type = endpoint.request();
  const Field* field = find_field(type, name);
  if (field == nullptr) return {};
  if (is_given(type, *field, request)) return {.name = name};
  if (!is_key && !fill_token) return {};
  return {.name = name, .generated = random_uuid()};
}

}  // namespace databricks::detail
