// Which failures another attempt may cure.
#pragma once

#include <databricks/error.hpp>

#include <string_view>

namespace databricks::detail {

/// What may be sent again when nobody knows whether the service acted on it.
struct Repeatable {
  bool safe = false;       // changes nothing, or the service recognises the repetition
  bool by_method = false;  // safe, or the same however often it is done: PUT, DELETE
};

/// `recognised`: declared idempotent, or carries an idempotency key.
Repeatable repeatable(std::string_view method, bool recognised);

bool is_retryable(const CallError& error, const Repeatable& request);

}  // namespace databricks::detail
