#include "own_credentials.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/credentials.hpp>

namespace test {

namespace {

using databricks::AuthError;
using databricks::Headers;

class OwnCredentials final : public databricks::Credentials {
 public:
  std::string_view auth_type() const override { return "own-class"; }
  Headers headers(const std::stop_token&) override { return {{"X-Own", "yes"}}; }
};

}  // namespace

std::vector<Own> own_credentials() {
  using databricks::function_credentials;
  return {{"own-class", std::make_shared<OwnCredentials>(), "yes"},
          {"own-function",
           function_credentials("own-function",
                                [] {
                                  return Headers{{"X-Own", "yes"}};
                                }),
           "yes"},
          {"noop", function_credentials("noop", [] { return Headers(); }), ""}};
}

BOOST_AUTO_TEST_SUITE(own_credentials_alone)

BOOST_AUTO_TEST_CASE(t032_nothing_is_an_error_that_names_them) {
  const auto nothing = databricks::function_credentials("mine", [] { return std::optional<Headers>(); });
  BOOST_CHECK_EXCEPTION(nothing->headers({}), AuthError,
                        [](const auto& error) { return std::string(error.what()) == "mine auth: not configured"; });
}

BOOST_AUTO_TEST_CASE(names_that_a_user_agent_cannot_hold_are_refused) {
  for (const std::string bad : {"", "a b", "a/b", "a\r\nX: y", "\xc3\xa9"}) {
    BOOST_CHECK_THROW(databricks::function_credentials(bad, [] { return Headers(); }), databricks::InvalidArgument);
  }
  BOOST_CHECK_THROW(databricks::function_credentials("a", {}), databricks::InvalidArgument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace test
