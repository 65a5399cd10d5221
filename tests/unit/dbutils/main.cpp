#define BOOST_TEST_MODULE dbutils
#include <boost/test/unit_test.hpp>
