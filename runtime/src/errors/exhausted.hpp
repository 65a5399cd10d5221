// Errors of calls that were tried again in vain.
#pragma once

#include <databricks/error.hpp>

namespace databricks::detail {

/// Throws a copy of the error, of its own class and RetryExhausted. Call it while handling the error: one of a class
/// unknown here is thrown on as it is.
[[noreturn]] void throw_exhausted(const CallError& error);

}  // namespace databricks::detail
