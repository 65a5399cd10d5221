#define BOOST_TEST_MODULE paths
#include <boost/test/unit_test.hpp>
