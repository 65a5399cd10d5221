// What tests ask of texts.
#pragma once

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace test {

inline bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// A text that anybody may see: fails when a secret is in it.
inline std::string shown(std::string text) {
  BOOST_TEST(!holds(text, "planted-secret"), text);
  return text;
}

}  // namespace test
