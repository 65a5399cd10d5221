#define BOOST_TEST_MODULE auth_federation
#include <boost/test/unit_test.hpp>
