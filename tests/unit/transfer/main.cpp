#define BOOST_TEST_MODULE transfer
#include <boost/test/unit_test.hpp>
