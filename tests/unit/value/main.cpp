#define BOOST_TEST_MODULE value
#include <boost/test/unit_test.hpp>
