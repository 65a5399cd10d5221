#define BOOST_TEST_MODULE auth_browser
#include <boost/test/unit_test.hpp>
