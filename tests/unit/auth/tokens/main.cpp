#define BOOST_TEST_MODULE auth_tokens
#include <boost/test/unit_test.hpp>
