// github-oidc: ID tokens of GitHub Actions.
#include "auth/chain.hpp"
#include "request/percent.hpp"

#include "stage.hpp"

using namespace test;
using databricks::detail::choose_credentials;
using databricks::detail::github_oidc;

namespace {

struct GithubStage : Stage {
  GithubStage() {
    config.actions_id_token_request_url = host() + "/github/token?api-version=2.0";
    config.actions_id_token_request_token = "planted-secret-of-github";
    answer("/github/token", [this](const Recorded&) {
      return Answer{.body = R"({"count":1,"value":"id-token-)" + std::to_string(++id_tokens_) + "\"}"};
    });
  }
  std::string asked(std::size_t n = 0) const { return requests("/github/token").at(n).target; }

 private:
  std::atomic<int> id_tokens_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(github)

BOOST_FIXTURE_TEST_CASE(t170_the_audience_is_percent_encoded, GithubStage) {
  config.token_audience = "a b";
  const auto made = credentials(github_oidc);
  BOOST_TEST(made->auth_type() == "github-oidc");
  BOOST_TEST(asked() == "/github/token?api-version=2.0&audience=a%20b");
  const auto request = requests("/github/token").at(0);
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.header("Authorization") == "Bearer planted-secret-of-github");
  BOOST_TEST(form_of(requests("/oidc/v1/token").at(0))["subject_token"] == "id-token-1");
}

BOOST_FIXTURE_TEST_CASE(t170_a_url_without_query_gets_one, GithubStage) {
  config.actions_id_token_request_url = host() + "/github/token";
  config.token_audience = "a&b=c#d";
  credentials(github_oidc);
  BOOST_TEST(asked() == "/github/token?audience=a%26b%3Dc%23d");
}

BOOST_FIXTURE_TEST_CASE(t171_by_default_the_audience_is_the_token_endpoint, GithubStage) {
  config.account_id = "an-account";  // is not the audience of a workspace
  credentials(github_oidc);
  BOOST_TEST(databricks::detail::percent_decoded(asked()) ==
             "/github/token?api-version=2.0&audience=" + token_endpoint());
}

BOOST_FIXTURE_TEST_CASE(t172_the_audience_of_an_account_host_is_the_account, GithubStage) {
  config.host = "https://accounts.cloud.databricks.com";
  config.account_id = "an-account";
  answer("/oidc/accounts/an-account/v1/token", [this](const Recorded&) { return token_answer(); });
  BOOST_TEST(authorization(*credentials(github_oidc)) == "Bearer access-1");
  BOOST_TEST(asked() == "/github/token?api-version=2.0&audience=an-account");
}

BOOST_FIXTURE_TEST_CASE(t173_without_an_id_token_it_is_skipped, GithubStage) {
  struct Row {
    Answer answer;
    std::string_view reason;
  };
  const Row rows[] = {
      {{.status = 403, .body = R"({"message":"planted-secret"})"}, "answered 403"},
      {{.body = R"({"count":0})"}, "has no value"},
      {{.body = "<html>planted-secret</html>", .content_type = "text/html"}, "no JSON"},
  };
  for (const auto& row : rows) {
    answer("/github/token", row.answer);
    config.auth_type.clear();
    const auto reason = skipped(github_oidc);
    BOOST_TEST(holds(reason, row.reason), reason);
    BOOST_TEST(holds(reason, "GitHub"), reason);
    const auto all = error_text([&] { choose_credentials(context(), {}); });
    BOOST_TEST(holds(all, row.reason), all);
    config.auth_type = "github-oidc";
    BOOST_TEST(holds(error_text([&] { attempt(github_oidc); }), row.reason));
  }
  BOOST_TEST(requests("/oidc/v1/token").empty());
}

BOOST_FIXTURE_TEST_CASE(t174_two_calls_ask_once, GithubStage) {
  const auto made = credentials(github_oidc);
  for (int i = 0; i < 2; ++i) BOOST_TEST(authorization(*made) == "Bearer access-1");
  BOOST_TEST(requests("/github/token").size() == 1U);
  BOOST_TEST(requests("/oidc/v1/token").size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(t175_one_variable_is_not_enough, GithubStage) {
  const auto url = std::exchange(config.actions_id_token_request_url, "");
  BOOST_TEST(holds(skipped(github_oidc), "actions_id_token_request_url is required"));
  config.actions_id_token_request_url = url;
  config.actions_id_token_request_token.clear();
  BOOST_TEST(holds(skipped(github_oidc), "actions_id_token_request_token is required"));
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t180_each_exchange_has_a_fresh_id_token, GithubStage) {
  const auto made = credentials(github_oidc);
  for (const std::size_t n : {0U, 1U, 2U}) {
    BOOST_TEST(authorization(*made) == "Bearer access-" + std::to_string(n + 1));
    BOOST_TEST(form_of(requests("/oidc/v1/token").at(n))["subject_token"] == "id-token-" + std::to_string(n + 1));
    clock->advance(1h);
  }
}

// A job may hold the variables for the sake of another service: then the next method gets its turn.
BOOST_FIXTURE_TEST_CASE(a_refused_exchange_is_skipped, GithubStage) {
  answer("/oidc/v1/token", Answer{.status = 401, .body = R"({"error":"invalid_client"})"});
  BOOST_TEST(holds(skipped(github_oidc), "invalid_client"));
}

BOOST_FIXTURE_TEST_CASE(hostile_addresses_and_tokens_are_skipped, GithubStage) {
  for (const std::string url : {"planted-secret", "ftp://planted-secret", "http://u:planted-secret@h/"}) {
    config.actions_id_token_request_url = url;
    BOOST_TEST(skipped(github_oidc) != "");
  }
  config.actions_id_token_request_url = host() + "/github/token";
  config.actions_id_token_request_token = "planted-secret\r\nX-Evil: 1";
  BOOST_TEST(holds(skipped(github_oidc), "control character"));
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
