// Time as the engine sees it. Replace it to test waits and retries without waiting.
#pragma once

#include <databricks/export.hpp>

#include <chrono>
#include <stop_token>

namespace databricks {

/// As a time limit: none.
inline constexpr std::chrono::milliseconds no_timeout = (std::chrono::milliseconds::max)();

/// A monotonic clock that can sleep. Callable from any thread.
class DATABRICKS_API Clock {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  virtual ~Clock();
  /// The machine's clock.
  Clock();
  virtual time_point now() const;
  /// Sleeps, or returns early when a stop is requested. False: it was stopped.
  virtual bool sleep(duration span, const std::stop_token& stop);
};

}  // namespace databricks
