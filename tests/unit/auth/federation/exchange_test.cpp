// Workload identity federation: env-oidc and file-oidc, and the exchange that all variants share.
#include "auth/chain.hpp"

#include <thread>

#include "stage.hpp"

using namespace test;
using databricks::detail::choose_credentials;
using databricks::detail::env_oidc;
using databricks::detail::file_oidc;

namespace {

struct FileStage : Stage {
  FileStage() { config.oidc_token_filepath = write("token", "the-id-token"); }
  std::map<std::string, std::string> sent(std::size_t n = 0) const { return form_of(requests("/oidc/v1/token").at(n)); }
};

const Answer kInvalidGrant{.status = 400,
                           .body = R"({"error":"invalid_grant","error_description":"no federation policy matches"})"};

}  // namespace

BOOST_AUTO_TEST_SUITE(exchange)

BOOST_FIXTURE_TEST_CASE(t161_file_oidc_on_the_wire, FileStage) {
  write("token", "jwt\n");
  config.client_id = "planted-client";
  config.client_secret = "planted-secret";  // is not for this method
  const auto made = credentials(file_oidc);
  BOOST_TEST(made->auth_type() == "file-oidc");
  BOOST_TEST(requests().empty());
  BOOST_TEST(authorization(*made) == "Bearer access-1");
  const std::map<std::string, std::string> expected{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                                                    {"subject_token", "jwt"},
                                                    {"subject_token_type", "urn:ietf:params:oauth:token-type:jwt"},
                                                    {"scope", "all-apis"},
                                                    {"client_id", "planted-client"}};
  BOOST_TEST((sent() == expected));
  const auto request = requests().at(0);
  BOOST_TEST(request.method == "POST");
  BOOST_TEST(!request.has_header("Authorization"));
  BOOST_TEST(request.header("Content-Type") == "application/x-www-form-urlencoded");
}

BOOST_FIXTURE_TEST_CASE(t162_without_client_id_no_field, FileStage) {
  config.scopes = {"sql", "clusters", "sql"};
  config.authorization_details = R"([{"type":"unity_catalog"}])";
  BOOST_TEST(authorization(*credentials(file_oidc)) == "Bearer access-1");
  BOOST_TEST(sent().count("client_id") == 0U);
  BOOST_TEST(sent()["scope"] == "clusters sql");
  BOOST_TEST(sent()["authorization_details"] == R"([{"type":"unity_catalog"}])");
}

BOOST_FIXTURE_TEST_CASE(t163_files_without_a_token_are_hard_errors, FileStage) {
  struct Row {
    std::string path;
    std::string_view error;
  };
  const Row rows[] = {{folder() + "/gone", "gone does not exist"},
                      {write("empty", ""), "empty is empty"},
                      {write("blank", " \n\t\r\n"), "blank is empty"},
                      {folder(), "no regular file"},
                      {write("two-lines", "planted-secret\nplanted-secret"), "control character"}};
  for (const auto& row : rows) {
    config.oidc_token_filepath = row.path;
    const auto text = error_text([&] { choose_credentials(context(), {}); });
    BOOST_TEST(holds(text, row.error), text);
    BOOST_TEST(holds(text, "file-oidc"), text);
  }
  BOOST_TEST(requests().empty());
  config.oidc_token_filepath.clear();
  BOOST_TEST(holds(skipped(file_oidc), "Missing path"));
}

BOOST_FIXTURE_TEST_CASE(t164_a_replaced_file_is_read_again, FileStage) {
  const auto made = credentials(file_oidc);
  BOOST_TEST(authorization(*made) == "Bearer access-1");
  write("token", "second");
  clock->advance(2h);
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  BOOST_TEST(sent(1)["subject_token"] == "second");
  std::filesystem::remove(folder() + "/token");
  clock->advance(2h);
  BOOST_TEST(holds(error_text([&] { made->headers({}); }), "does not exist"));
}

BOOST_FIXTURE_TEST_CASE(t166_env_oidc_by_the_usual_variable, Stage) {
  environment["DATABRICKS_OIDC_TOKEN"] = "from-environment";
  const auto made = choose_credentials(context(), {});
  BOOST_TEST(made->auth_type() == "env-oidc");
  BOOST_TEST(authorization(*made) == "Bearer access-1");
  BOOST_TEST(requests().size() == 1U);  // the token that proved the method is used
  BOOST_TEST(form_of(requests().at(0))["subject_token"] == "from-environment");
  environment["DATABRICKS_OIDC_TOKEN"] = "rotated";
  clock->advance(2h);
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  BOOST_TEST(form_of(requests().at(1))["subject_token"] == "rotated");
}

BOOST_FIXTURE_TEST_CASE(t167_a_named_variable_that_is_not_set, Stage) {
  config.oidc_token_env = "MY";
  environment["DATABRICKS_OIDC_TOKEN"] = "planted-secret";
  BOOST_TEST(skipped(env_oidc) == "Missing env var MY");
  config.auth_type = "env-oidc";
  const auto text = error_text([&] { choose_credentials(context(), {}); });
  BOOST_TEST(holds(text, "env-oidc: Missing env var MY"), text);
  environment["MY"] = "mine";
  BOOST_TEST(choose_credentials(context(), {})->auth_type() == "env-oidc");
  BOOST_TEST(form_of(requests().at(0))["subject_token"] == "mine");
}

BOOST_FIXTURE_TEST_CASE(t168_expired_id_tokens_are_not_sent, FileStage) {
  const auto expired = jwt_until(clock->wall() - 1min);
  write("token", expired);
  BOOST_TEST(holds(error_text([&] { choose_credentials(context(), {}); }), "ID token expired"));
  environment["DATABRICKS_OIDC_TOKEN"] = expired;
  BOOST_TEST(holds(skipped(env_oidc), "ID token expired"));
  config.auth_type = "env-oidc";
  BOOST_TEST(holds(error_text([&] { choose_credentials(context(), {}); }), "ID token expired"));
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t168_an_id_token_that_expires_meanwhile_is_not_sent, FileStage) {
  write("token", jwt_until(clock->wall() + 1min));
  const auto made = credentials(file_oidc);
  made->headers({});
  clock->advance(2h);
  BOOST_TEST(holds(error_text([&] { made->headers({}); }), "ID token expired"));
  BOOST_TEST(requests().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(t169_a_refused_exchange_tells_why, FileStage) {
  answer("/oidc/v1/token", kInvalidGrant);
  write("token", "planted-secret");
  const auto made = credentials(file_oidc);
  const auto text = error_text([&] { made->headers({}); });
  BOOST_TEST(holds(text, "invalid_grant: no federation policy matches"), text);
  BOOST_TEST(holds(text, host()), text);
  BOOST_TEST(requests().size() == 1U);
}

// The variable is found and not configured: what it is good for shows in the exchange.
BOOST_FIXTURE_TEST_CASE(t169_env_oidc_goes_on_unless_named, Stage) {
  answer("/oidc/v1/token", kInvalidGrant);
  environment["DATABRICKS_OIDC_TOKEN"] = "planted-secret";
  BOOST_TEST(holds(skipped(env_oidc), "invalid_grant: no federation policy matches"));
  config.auth_type = "env-oidc";
  BOOST_TEST(holds(error_text([&] { attempt(env_oidc); }), "invalid_grant"));
}

BOOST_FIXTURE_TEST_CASE(nothing_fits_without_a_host, FileStage) {
  config.host.clear();
  environment["DATABRICKS_OIDC_TOKEN"] = "planted-secret";
  for (const auto method : {env_oidc, file_oidc}) BOOST_TEST(holds(skipped(method), "host is required"));
}

BOOST_FIXTURE_TEST_CASE(many_threads_exchange_once, FileStage) {
  const auto made = credentials(file_oidc);
  std::vector<std::jthread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 32; ++i) {
    threads.emplace_back([&] { good += *made->headers({}).find("Authorization") == "Bearer access-1"; });
  }
  threads.clear();
  BOOST_TEST(good == 32);
  BOOST_TEST(requests().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_stop_is_no_reason_to_try_another_method, Stage) {
  environment["DATABRICKS_OIDC_TOKEN"] = "planted-secret";
  std::stop_source stop;
  answer("/oidc/v1/token", [&](const Recorded&) {
    stop.request_stop();
    return Answer{.status = 503};
  });
  BOOST_CHECK_THROW(env_oidc(context(), stop.get_token()), databricks::AuthError);
}

BOOST_AUTO_TEST_SUITE_END()
