// Credentials of the user's own, on the wire.
#include "own_credentials.hpp"

#include <boost/test/unit_test.hpp>

#include <databricks/client.hpp>

#include "recording_server.hpp"
#include "widget.hpp"

BOOST_AUTO_TEST_CASE(t033_own_headers_and_name_on_the_wire) {
  std::vector<test::Recorded> seen;
  test::RecordingServer server([&](const test::Recorded& request) {
    seen.push_back(request);
    return test::Answer{.body = R"({"name":"w"})"};
  });
  for (const auto& own : test::own_credentials()) {
    databricks::Config config{.host = server.host(), .token = "not-used"};
    config.environment = [](std::string_view) { return std::nullopt; };
    config.host_metadata = [](std::string_view) { return std::string(); };
    config.credentials = own.credentials;
    BOOST_TEST(databricks::Client(config).call(test::get_widget).name == "w");
    BOOST_TEST_REQUIRE(!seen.empty());
    BOOST_TEST(seen.back().header("X-Own") == own.header);
    BOOST_TEST(!seen.back().has_header("Authorization"));
    BOOST_TEST(seen.back().header("User-Agent").find(" auth/" + own.name) != std::string::npos);
  }
}
