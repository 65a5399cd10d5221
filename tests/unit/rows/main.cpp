#define BOOST_TEST_MODULE rows
#include <boost/test/unit_test.hpp>
