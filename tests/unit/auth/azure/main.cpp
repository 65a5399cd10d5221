#define BOOST_TEST_MODULE auth_azure
#include <boost/test/unit_test.hpp>
