// azure-devops-oidc: ID tokens of Azure DevOps pipelines.
#include "auth/chain.hpp"

#include "stage.hpp"

using namespace test;
using databricks::detail::azure_devops_oidc;
using databricks::detail::choose_credentials;

namespace {

const std::string kPath = "/org/project/_apis/distributedtask/hubs/build/plans/plan/jobs/job/oidctoken";

struct PipelineStage : Stage {
  PipelineStage() {
    environment = {{"SYSTEM_ACCESSTOKEN", "planted-secret-of-pipeline"},
                   {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", host() + "/org/"},
                   {"SYSTEM_TEAMPROJECTID", "project"},
                   {"SYSTEM_PLANID", "plan"},
                   {"SYSTEM_JOBID", "job"},
                   {"SYSTEM_HOSTTYPE", "build"}};
    answer(kPath, Answer{.body = R"({"oidcToken":"the-id-token"})"});
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(azure_devops)

BOOST_FIXTURE_TEST_CASE(t176_on_the_wire_with_one_slash, PipelineStage) {
  config.client_id = "principal";
  config.token_audience = "ignored";
  for (const std::string slashes : {"", "/", "//"}) {
    environment["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"] = host() + "/org" + slashes;
    const auto made = credentials(azure_devops_oidc);
    BOOST_TEST(made->auth_type() == "azure-devops-oidc");
    const auto request = requests(kPath).back();
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.target == kPath + "?api-version=7.2-preview.1");
    BOOST_TEST(request.header("Authorization") == "Bearer planted-secret-of-pipeline");
    BOOST_TEST(request.header("Content-Length") == "0");
    BOOST_TEST(request.body == "");
    auto form = form_of(requests("/oidc/v1/token").back());
    BOOST_TEST(form["subject_token"] == "the-id-token");
    BOOST_TEST(form["client_id"] == "principal");
  }
  BOOST_TEST(requests().size() == 6U);
}

BOOST_FIXTURE_TEST_CASE(t177_without_the_access_token, PipelineStage) {
  environment.erase("SYSTEM_ACCESSTOKEN");
  const auto reason = skipped(azure_devops_oidc);
  BOOST_TEST(holds(reason, "SYSTEM_ACCESSTOKEN"), reason);
  BOOST_TEST(holds(reason, "map it into the step"), reason);
  config.auth_type = "azure-devops-oidc";
  BOOST_TEST(holds(error_text([&] { choose_credentials(context(), {}); }), "SYSTEM_ACCESSTOKEN"));
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t178_missing_variables_are_listed, PipelineStage) {
  environment.erase("SYSTEM_PLANID");
  environment["SYSTEM_TEAMPROJECTID"] = "";
  const auto reason = skipped(azure_devops_oidc);
  BOOST_TEST(holds(reason, "SYSTEM_TEAMPROJECTID, SYSTEM_PLANID;"), reason);
  BOOST_TEST(!holds(reason, "SYSTEM_JOBID"), reason);
  BOOST_TEST(requests().empty());
}

BOOST_FIXTURE_TEST_CASE(t179_without_an_id_token_it_is_skipped, PipelineStage) {
  struct Row {
    Answer answer;
    std::string_view reason;
  };
  const Row rows[] = {{{.status = 500, .body = "planted-secret"}, "answered 500"},
                      {{.body = "{}"}, "empty OIDC token received from Azure DevOps"},
                      {{.body = R"({"oidcToken":""})"}, "empty OIDC token received from Azure DevOps"},
                      {{.status = 203, .body = "<html>Sign in</html>", .content_type = "text/html"}, "no JSON"}};
  for (const auto& row : rows) {
    answer(kPath, row.answer);
    config.auth_type.clear();
    BOOST_TEST(holds(skipped(azure_devops_oidc), row.reason), row.reason);
    config.auth_type = "azure-devops-oidc";
    BOOST_TEST(holds(error_text([&] { attempt(azure_devops_oidc); }), row.reason), row.reason);
  }
  BOOST_TEST(requests("/oidc/v1/token").empty());
}

BOOST_FIXTURE_TEST_CASE(t180_each_exchange_has_a_fresh_id_token, PipelineStage) {
  const auto made = credentials(azure_devops_oidc);
  clock->advance(1h);
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  BOOST_TEST(authorization(*made) == "Bearer access-2");
  BOOST_TEST(requests(kPath).size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(variables_cannot_leave_their_place_in_the_address, PipelineStage) {
  environment["SYSTEM_PLANID"] = "../x?y#z";
  skipped(azure_devops_oidc);
  BOOST_TEST(requests().at(0).target ==
             "/org/project/_apis/distributedtask/hubs/build/plans/..%2Fx%3Fy%23z/jobs/job/"
             "oidctoken?api-version=7.2-preview.1");
}

BOOST_AUTO_TEST_SUITE_END()
