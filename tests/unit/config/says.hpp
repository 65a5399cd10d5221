// Predicates on the texts of errors.
#pragma once

#include <boost/test/unit_test.hpp>

#include <exception>
#include <string>

namespace test {

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The error's text holds `part`, and no secret that was planted.
inline auto says(std::string part) {
  return [part](const std::exception& error) {
    const std::string text = error.what();
    BOOST_TEST_MESSAGE(text);
    return contains(text, part) && !contains(text, "planted-secret");
  };
}

/// The error's text is this and nothing else.
inline auto is_exactly(std::string expected) {
  return [expected](const std::exception& error) {
    BOOST_TEST(error.what() == expected);
    return error.what() == expected;
  };
}

}  // namespace test
