// Compares ways to move bytes: CPU time, time and memory, each move in a process of its own.
#pragma once

#include <string>
#include <vector>

namespace bench {

/// Moves once, whole, and returns whether that went well.
using Move = bool (*)(const std::string& origin);

struct Contender {
  const char* name;
  Move move;
};

/// They take turns; the median of the ratios to the first one counts.
void compare(const std::string& what, const std::string& origin, const std::vector<Contender>& contenders);

}  // namespace bench
