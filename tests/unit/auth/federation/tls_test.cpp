// Federation over TLS, as it is outside of tests.
#include "certificates.hpp"
#include "loopback.hpp"
#include "stage.hpp"

using namespace test;
using databricks::detail::github_oidc;

BOOST_AUTO_TEST_SUITE(tls)

BOOST_FIXTURE_TEST_CASE(id_token_and_exchange_over_tls, Stage) {
  CertificateAuthority authority;
  auto* certificate = authority.server_for("DNS:localhost");
  LoopbackServer github({test::answer(R"({"value":"the-id-token"})")}, certificate);
  std::string origin;
  LoopbackServer workspace(
      [&](Peer& peer) {
        for (std::string request; !(request = peer.read_request()).empty();) {
          peer.send(test::answer(request.starts_with("GET ") ? R"({"token_endpoint":")" + origin + R"(/oidc/v1/token"})"
                                                             : R"({"access_token":"over-tls","expires_in":3600})"));
        }
      },
      certificate);
  origin = "https://localhost:" + std::to_string(workspace.port());
  config.host = origin;
  config.actions_id_token_request_url = "https://localhost:" + std::to_string(github.port()) + "/token";
  config.actions_id_token_request_token = "planted-secret";
  const auto trusting = databricks::http_transport({.tls = {.ca_file = authority.file()}});
  const auto attempted = github_oidc(context(trusting), {});
  BOOST_REQUIRE_MESSAGE(attempted.credentials, attempted.skipped);
  BOOST_TEST(authorization(*attempted.credentials) == "Bearer over-tls");
  BOOST_TEST(holds(github.requests().at(0), "Bearer planted-secret"));
  BOOST_TEST(holds(workspace.requests().back(), "subject_token=the-id-token"));
}

// Nothing secret goes to a server that nobody vouches for.
BOOST_FIXTURE_TEST_CASE(an_untrusted_server_gets_no_request_token, Stage) {
  CertificateAuthority authority;
  LoopbackServer github({test::answer(R"({"value":"the-id-token"})")}, authority.server_for("DNS:localhost"));
  config.actions_id_token_request_url = "https://localhost:" + std::to_string(github.port()) + "/token";
  config.actions_id_token_request_token = "planted-secret";
  const auto attempted = github_oidc(context(databricks::http_transport()), {});
  BOOST_TEST(!attempted.credentials);
  BOOST_TEST(holds(shown(attempted.skipped), "certificate"), attempted.skipped);
  BOOST_TEST(github.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
