#include "call/backoff.hpp"

#include <algorithm>
#include <random>

namespace databricks::detail {

Clock::duration backoff(int n) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int jitter = std::uniform_int_distribution<int>(50, 750)(random);
  return std::chrono::seconds(std::min(n, 10)) + std::chrono::milliseconds(jitter);
}

}  // namespace databricks::detail
