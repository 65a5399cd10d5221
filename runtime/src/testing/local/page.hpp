// One page of a list. A page token is the position of the page's first item.
#pragma once

#include "testing/local/refuse.hpp"

#include <databricks/field.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace databricks::testing::local {

struct PageLimits {
  std::int64_t standard;
  std::int64_t most;
};

/// Where a page begins and ends, and the tokens of its neighbours (unset: there is none).
struct PageBounds {
  std::size_t first = 0;
  std::size_t last = 0;
  optional<std::string> next{};
  optional<std::string> previous{};
};

inline std::size_t parse_page_token(const std::string& token) {
  std::size_t first = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), first);
  if (error != std::errc{} || end != token.data() + token.size()) refuse_value("Invalid page token: " + token);
  return first;
}

inline PageBounds page_bounds(std::size_t count, const optional<std::int64_t>& size, const optional<std::string>& token,
                              const PageLimits& limits, std::int64_t offset = 0) {
  const auto asked = size.value_or(0);
  if (asked < 0 || asked > limits.most) refuse_value("Page size must be between 1 and " + std::to_string(limits.most));
  if (offset < 0) refuse_value("offset must not be negative");
  const auto page = static_cast<std::size_t>(asked == 0 ? limits.standard : asked);
  const auto token_text = token.value_or("");
  PageBounds bounds;
  bounds.first = std::min(count, token_text.empty() ? static_cast<std::size_t>(offset) : parse_page_token(token_text));
  bounds.last = std::min(count, bounds.first + page);
  if (bounds.last < count) bounds.next = std::to_string(bounds.last);
  if (bounds.first > 0) bounds.previous = std::to_string(bounds.first - std::min(page, bounds.first));
  return bounds;
}

template <class T>
std::vector<T> slice(const std::vector<T>& items, const PageBounds& bounds) {
  const auto begin = items.begin();
  return {begin + static_cast<std::ptrdiff_t>(bounds.first), begin + static_cast<std::ptrdiff_t>(bounds.last)};
}

}  // namespace databricks::testing::local
