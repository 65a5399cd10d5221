// The error that something ends with.
#pragma once

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace test {

/// The error that `call` ends with, copied; fails when there is another one or none.
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

}  // namespace test
