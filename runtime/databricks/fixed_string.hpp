// A string literal as a template argument.
#pragma once

#include <cstddef>
#include <string_view>

namespace databricks {

template <std::size_t N>
struct fixed_string {
  char text[N]{};

  consteval fixed_string(const char (&literal)[N]) {
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

namespace detail {

/// Like text.find(c), but size() where there is none. Compares no pointers, which g++ does not take for constants when
/// it sanitizes.
constexpr std::size_t find_char(std::string_view text, char c) {
  std::size_t i = 0;
  while (i < text.size() && text[i] != c) ++i;
  return i;
}

}  // namespace detail
}  // namespace databricks
