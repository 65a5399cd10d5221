// How long to wait before the next attempt or poll.
#pragma once

#include <databricks/clock.hpp>

namespace databricks::detail {

/// The n-th wait (n from 1): min(n, 10) seconds and 50 to 750 ms of jitter. Callable from any thread.
Clock::duration backoff(int n);

}  // namespace databricks::detail
