// Prints the debug log of every client a test program makes. tools/test looks for the secrets that tests plant in
// all that was printed.
#include <boost/test/unit_test.hpp>

#include <databricks/log.hpp>

namespace {

struct Talkative {
  Talkative() { databricks::set_default_logger(databricks::clog_logger()); }
  ~Talkative() { databricks::set_default_logger(nullptr); }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Talkative);
