#include "workspace.hpp"

#include "raw_http.hpp"
#include "testing/local/base64.hpp"

#include <databricks/models/catalog.hpp>
#include <databricks/models/iam.hpp>
#include <databricks/models/workspace.hpp>

using databricks::testing::local::base64;

BOOST_FIXTURE_TEST_SUITE(identity, Connected)

BOOST_AUTO_TEST_CASE(the_current_user_is_known) {
  const auto me = w.current_user.me();
  BOOST_TEST(*me.user_name == "you@example.com");
  BOOST_TEST(*me.emails[0].primary);
}

BOOST_AUTO_TEST_CASE(another_token_is_not_let_in) {
  auto config = workspace.config();
  config.token = "wrong";
  databricks::WorkspaceClient stranger(config);
  BOOST_TEST(error_of([&] { stranger.current_user.me(); }) == "401 UNAUTHENTICATED");
}

BOOST_AUTO_TEST_CASE(the_rest_of_the_api_is_known_and_not_implemented) {
  BOOST_TEST(error_of([&] { w.catalogs.get({.name = "main"}); }) == "501 NOT_IMPLEMENTED");
}

BOOST_AUTO_TEST_CASE(what_is_missing_can_be_added) {
  workspace.server().on<&databricks::services::catalog::Catalogs::get>(
      [](const auto& request) { return databricks::catalog::CatalogInfo{.name = request.name}; });
  BOOST_TEST(*w.catalogs.get({.name = "main"}).name == "main");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(secrets, Connected)

BOOST_AUTO_TEST_CASE(a_secret_is_kept_as_bytes) {
  w.secrets.create_scope({.scope = "s"});
  w.secrets.put_secret({.scope = "s", .key = "k", .string_value = "p\xc3\xa4ss"});
  BOOST_TEST(*w.secrets.get_secret({"s", "k"}).value == base64("p\xc3\xa4ss"));
  w.secrets.put_secret({.scope = "s", .key = "k", .bytes_value = base64("bytes")});
  BOOST_TEST(*w.secrets.get_secret({"s", "k"}).value == base64("bytes"));
  BOOST_TEST(w.secrets.list_secrets.call({"s"}).secrets.size() == 1);
  w.secrets.delete_secret({"s", "k"});
  BOOST_TEST(error_of([&] { w.secrets.get_secret({"s", "k"}); }) == "404 RESOURCE_DOES_NOT_EXIST");
}

BOOST_AUTO_TEST_CASE(scopes_are_unique_and_can_go) {
  w.secrets.create_scope({.scope = "s"});
  BOOST_TEST(error_of([&] { w.secrets.create_scope({.scope = "s"}); }) == "400 RESOURCE_ALREADY_EXISTS");
  BOOST_TEST(w.secrets.list_scopes.call().scopes.size() == 2);
  w.secrets.delete_scope({"s"});
  BOOST_TEST(error_of([&] { w.secrets.list_secrets.call({"s"}); }) == "404 RESOURCE_DOES_NOT_EXIST");
  BOOST_TEST(error_of([&] { w.secrets.put_secret({.scope = "local", .key = "k"}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_SUITE_END()
