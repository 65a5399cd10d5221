#define BOOST_TEST_MODULE auth_chain
#include <boost/test/unit_test.hpp>
