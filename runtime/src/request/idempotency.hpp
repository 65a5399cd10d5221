// The field by which the service recognises a call that is sent again.
#pragma once

#include <databricks/endpoint_table.hpp>

#include <string>
#include <string_view>

namespace databricks::detail {

struct IdempotencyField {
  std::string_view name{};  // empty: the call carries none
  std::string generated{};  // its value, when the caller gave none
};

/// Made once per call, so that all attempts carry the same value. `fill_token`: a token that the caller left unset is
/// generated as well; a key always is.
IdempotencyField idempotency_field(const EndpointTable& endpoint, const void* request, bool fill_token);

}  // namespace databricks::detail
