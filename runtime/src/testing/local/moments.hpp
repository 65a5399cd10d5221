// Time as the API tells it, and states that follow from it.
#pragma once

#include <chrono>
#include <cstdint>

namespace databricks::testing::local {

using Moment = std::chrono::steady_clock::time_point;

inline Moment now() { return std::chrono::steady_clock::now(); }

/// Milliseconds since 1970.
inline std::int64_t wall_clock() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// How many whole steps have passed.
inline std::int64_t steps_since(Moment start, std::chrono::milliseconds step) {
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now() - start);
  return step.count() <= 0 ? INT64_MAX : passed / step;
}

/// A start so long ago that everything has come to its end.
inline constexpr Moment kLongAgo{};

}  // namespace databricks::testing::local
