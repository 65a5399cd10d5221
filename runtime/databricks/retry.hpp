// How often and how long a call is tried again.
#pragma once

#include <chrono>
#include <optional>

namespace databricks {

/// What is retried at all follows from the answer and the operation; see ARCHITECTURE.md, "Retries".
struct RetryPolicy {
  int max_attempts = 0;                                // 1: no retry; 0: as many as fit into the time
  std::optional<std::chrono::milliseconds> timeout{};  // for all attempts; unset or 0: 300 s; negative: no limit

  static RetryPolicy none() { return {.max_attempts = 1}; }
};

}  // namespace databricks
