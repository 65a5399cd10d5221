#define BOOST_TEST_MODULE auth_cli
#include <boost/test/unit_test.hpp>
