#define BOOST_TEST_MODULE auth_google
#include <boost/test/unit_test.hpp>
