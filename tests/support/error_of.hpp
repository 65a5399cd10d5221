// What a call fails with.
#pragma once

#include <databricks/error.hpp>

#include <stdexcept>

#include "texts.hpp"

namespace test {

/// The error of class E that `call` ends with, copied; fails when there is another one or none.
template <class E, class F>
E error_of(F&& call) {
  try {
    call();
  } catch (const E& error) {
    return error;
  }
  BOOST_FAIL("no error of the expected class");
  throw std::logic_error("not reached");
}

/// Its text, which anybody may see.
template <class E = databricks::Error, class F>
std::string error_text(F&& call) {
  return shown(error_of<E>(call).what());
}

}  // namespace test
