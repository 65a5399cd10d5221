// The service's wish how long to wait before the next attempt.
#pragma once

#include <databricks/http.hpp>

#include <chrono>
#include <optional>

namespace databricks::detail {

/// The `Retry-After` of an answer: seconds, whole or decimal, or any HTTP date, which is compared with `now`. What is
/// no such value, not positive, or in the past is none. At most 31 years.
std::optional<std::chrono::milliseconds> retry_after(const Headers& headers, std::chrono::system_clock::time_point now);

}  // namespace databricks::detail
