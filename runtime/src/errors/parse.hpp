// An answer with an error status -> the exception to throw.
#pragma once

#include <databricks/error.hpp>
#include <databricks/http.hpp>

namespace databricks::detail {

/// Understands `{"error_code", "message"}`; of other bodies the first KiB becomes the message.
[[noreturn]] void throw_service_error(const HttpResponse& response);

}  // namespace databricks::detail
