#include "cli/usage.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace databricks::detail::cli {

namespace {

constexpr std::size_t kSuggestions = 3;

// How many characters must be inserted, deleted or replaced to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// Smaller is nearer. Half a word, as people type it, is nearer than a misspelt one.
std::size_t farness(std::string_view word, std::string_view candidate) {
  const bool part = word.size() >= 3 && candidate.find(word) != candidate.npos;
  return part ? 1 : distance(word, candidate);
}

std::vector<std::string> nearest(std::string_view word, std::vector<std::string> candidates) {
  const std::size_t limit = std::max<std::size_t>(2, word.size() / 3);
  std::erase_if(candidates, [&](const auto& candidate) { return farness(word, candidate) > limit; });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const auto& a, const auto& b) { return farness(word, a) < farness(word, b); });
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  if (candidates.size() > kSuggestions) candidates.resize(kSuggestions);
  return candidates;
}

}  // namespace

std::string unknown(std::string_view kind, std::string_view word, const std::vector<std::string>& candidates) {
  std::string text = "unknown " + std::string(kind) + " `" + std::string(word) + "`";
  std::string_view before = "; did you mean `";
  for (const auto& name : nearest(word, candidates)) {
    text.append(before).append(name).append("`");
    before = " or `";
  }
  return before == " or `" ? text + '?' : text;
}

bool same_name(std::string_view typed, std::string_view name) {
  return std::equal(typed.begin(), typed.end(), name.begin(), name.end(),
                    [](char a, char b) { return a == b || (a == '-' && b == '_'); });
}

}  // namespace databricks::detail::cli
