// What nobody can make up: signatures, session tokens.
#pragma once

#include <array>
#include <cstdio>
#include <random>
#include <string>

namespace databricks::testing::local {

/// 32 hex digits, each time others.
inline std::string unguessable() {
  std::random_device random;
  std::string text;
  for (int i = 0; i < 4; ++i) {
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", random());
    text += digits.data();
  }
  return text;
}

}  // namespace databricks::testing::local
