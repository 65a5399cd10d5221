// Random identifiers.
#pragma once

#include <string>

namespace databricks::detail {

/// A random UUID (RFC 9562 version 4) in lower case. Callable from any thread.
std::string random_uuid();

}  // namespace databricks::detail
