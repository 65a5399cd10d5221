#include "problems.hpp"

#include <algorithm>
#include <tuple>

namespace specgen {

std::vector<Problem> Problems::sorted() const {
  const auto key = [](const Problem& problem) { return std::tie(problem.pointer, problem.message); };
  auto result = list_;
  std::sort(result.begin(), result.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  result.erase(
      std::unique(result.begin(), result.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
      result.end());
  return result;
}

std::string child(std::string_view pointer, std::string_view key) {
  std::string result(pointer);
  result += '/';
  for (const char c : key) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace specgen
