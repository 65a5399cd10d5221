#define BOOST_TEST_MODULE raw
#include <boost/test/unit_test.hpp>
