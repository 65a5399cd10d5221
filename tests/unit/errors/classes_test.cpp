// Which class is thrown for which answer.
#include "answers.hpp"
#include "errors/exhausted.hpp"

#include <boost/test/unit_test.hpp>

using namespace databricks;
using namespace test;

namespace {

std::string body(std::string_view code, std::string_view message = "m") {
  return std::string("{\"error_code\":\"").append(code).append("\",\"message\":\"").append(message).append("\"}");
}

struct ClassCase {
  int status;
  std::string code;
  bool (*exactly)(const std::exception_ptr&);
  bool (*parent)(const std::exception_ptr&);
};

const ClassCase kCases[] = {
    {400, "", is_exactly<BadRequest>, is_a<DatabricksError>},
    {401, "", is_exactly<Unauthenticated>, is_a<DatabricksError>},
    {403, "", is_exactly<PermissionDenied>, is_a<DatabricksError>},
    {404, "", is_exactly<NotFound>, is_a<DatabricksError>},
    {409, "", is_exactly<ResourceConflict>, is_a<DatabricksError>},
    {429, "", is_exactly<TooManyRequests>, is_a<DatabricksError>},
    {499, "", is_exactly<Cancelled>, is_a<DatabricksError>},
    {500, "", is_exactly<InternalError>, is_a<DatabricksError>},
    {501, "", is_exactly<NotImplemented>, is_a<DatabricksError>},
    {503, "", is_exactly<TemporarilyUnavailable>, is_a<DatabricksError>},
    {504, "", is_exactly<DeadlineExceeded>, is_a<DatabricksError>},
    {418, "INVALID_PARAMETER_VALUE", is_exactly<InvalidParameterValue>, is_a<BadRequest>},
    {418, "INVALID_STATE", is_exactly<InvalidState>, is_a<BadRequest>},
    {418, "RESOURCE_DOES_NOT_EXIST", is_exactly<ResourceDoesNotExist>, is_a<NotFound>},
    {418, "ABORTED", is_exactly<Aborted>, is_a<ResourceConflict>},
    {418, "ALREADY_EXISTS", is_exactly<AlreadyExists>, is_a<ResourceConflict>},
    {418, "RESOURCE_ALREADY_EXISTS", is_exactly<ResourceAlreadyExists>, is_a<ResourceConflict>},
    {418, "RESOURCE_EXHAUSTED", is_exactly<ResourceExhausted>, is_a<TooManyRequests>},
    {418, "REQUEST_LIMIT_EXCEEDED", is_exactly<RequestLimitExceeded>, is_a<TooManyRequests>},
    {418, "UNKNOWN", is_exactly<Unknown>, is_a<InternalError>},
    {418, "DATA_LOSS", is_exactly<DataLoss>, is_a<InternalError>},
};

struct OverrideCase {
  const char* method;
  const char* target;
  const char* message;
  bool overridden;
};

const OverrideCase kOverrides[] = {
    {"GET", "/api/2.0/clusters/get?cluster_id=abc", "Cluster abc does not exist", true},
    {"GET", "/api/2.9/clusters/get", "Cluster abc does not exist", true},
    {"GET", "/api/2.10/clusters/get", "Cluster abc does not exist", false},
    {"GET", "/api/2.x/clusters/get", "Cluster abc does not exist", false},
    {"GET", "/prefix/api/2.0/clusters/get", "Cluster abc does not exist", false},
    {"GET", "/api/2.0/clusters/get/", "Cluster abc does not exist", false},
    {"POST", "/api/2.0/clusters/edit", "Cluster abc does not exist", false},
    {"POST", "/api/2.0/clusters/get", "Cluster abc does not exist", false},
    {"GET", "/api/2.0/clusters/get", "Error: Cluster abc does not exist.", true},
    {"GET", "/api/2.0/clusters/get", "Cluster abc is no more", false},
    {"GET", "/api/2.0/clusters/get", " does not exist: Cluster ", false},
    {"GET", "/api/2.0/clusters/get", "Cluster  does not exis", false},
    {"GET", "/api/2.1/jobs/get?job_id=1", "Job 1 does not exist", true},
    {"GET", "/api/2.1/jobs/get?job_id=1", "Cluster 1 does not exist", false},
    {"GET", "/api/2.1/jobs/runs/get?run_id=1", "Run 1 does not exist", true},
    {"GET", "/api/2.1/jobs/runs/get?run_id=1", "Run: 1 in job: 2 doesn't exist", true},
    {"GET", "/api/2.1/jobs/runs/get?run_id=1", "Run: 1 doesn't exist", false},
    {"GET", "/api/2.1/jobs/runs/get-output?run_id=1", "Run 1 does not exist", false},
};

void check_overrides(std::string_view path_part) {
  int checked = 0;
  for (const auto& row : kOverrides) {
    if (!contains(row.target, path_part)) continue;
    ++checked;
    const auto error = thrown_for(400, body("INVALID_PARAMETER_VALUE", row.message), request(row.method, row.target));
    BOOST_TEST(is_exactly<ResourceDoesNotExist>(error) == row.overridden, row.target << ": " << row.message);
    BOOST_TEST(is_exactly<InvalidParameterValue>(error) != row.overridden, row.target << ": " << row.message);
  }
  BOOST_TEST(checked > 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(classes)

BOOST_AUTO_TEST_CASE(row_55_code_gives_the_class_and_its_parents) {
  const auto error = thrown_for(404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"x"})");
  BOOST_TEST(is_exactly<ResourceDoesNotExist>(error));
  BOOST_TEST(is_a<NotFound>(error));
  BOOST_TEST(is_a<CallError>(error));
  BOOST_TEST(is_a<Error>(error));
  BOOST_TEST(what(error) == "x");
}

BOOST_AUTO_TEST_CASE(row_56_every_class) {
  for (const auto& row : kCases) {
    const auto error = thrown_for(row.status, body(row.code.empty() ? "FEATURE_DISABLED" : row.code));
    BOOST_TEST(row.exactly(error), row.status << ' ' << row.code);
    BOOST_TEST(row.parent(error), row.status << ' ' << row.code);
    try {
      std::rethrow_exception(error);
    } catch (const DatabricksError& caught) {
      BOOST_TEST(caught.status_code() == row.status);
      BOOST_TEST(caught.error_code() == (row.code.empty() ? "FEATURE_DISABLED" : row.code));
    }
  }
}

BOOST_AUTO_TEST_CASE(row_57_code_wins_over_status) {
  BOOST_TEST(is_exactly<InvalidState>(thrown_for(404, body("INVALID_STATE"))));
}

BOOST_AUTO_TEST_CASE(row_58_statuses_without_a_class) {
  for (const int status : {402, 405, 412, 418, 444, 502, 599, 999}) {
    BOOST_TEST(is_exactly<DatabricksError>(thrown_for(status, R"({"message":"m"})")), status);
  }
}

BOOST_AUTO_TEST_CASE(codes_are_compared_whole_and_with_case) {
  for (const std::string code : {"invalid_state", "INVALID_STAT", "INVALID_STATE ", "INVALID_STATES", ""}) {
    BOOST_TEST(is_exactly<NotFound>(thrown_for(404, body(code))), code);
  }
}

BOOST_AUTO_TEST_CASE(row_59_missing_cluster) {
  check_overrides("/clusters/");
  try {
    std::rethrow_exception(thrown_for(400, body("INVALID_PARAMETER_VALUE", "Cluster abc does not exist"),
                                      request("GET", "/api/2.1/clusters/get?cluster_id=abc")));
  } catch (const ResourceDoesNotExist& error) {
    BOOST_TEST(error.error_code() == "INVALID_PARAMETER_VALUE");
    BOOST_TEST(error.status_code() == 400);
  }
}

BOOST_AUTO_TEST_CASE(row_60_missing_behind_other_text) {
  const auto error = thrown_for(400, body("INVALID_PARAMETER_VALUE", "Error: Cluster abc does not exist"),
                                request("GET", "/api/2.0/clusters/get"));
  BOOST_TEST(is_exactly<ResourceDoesNotExist>(error));
}

BOOST_AUTO_TEST_CASE(row_61_missing_job_and_run) { check_overrides("/jobs/"); }

BOOST_AUTO_TEST_CASE(row_62_paths_are_compared_whole) { check_overrides("/get-output"); }

BOOST_AUTO_TEST_CASE(overrides_need_status_and_code) {
  const auto get = request("GET", "/api/2.0/clusters/get");
  const std::string message = "Cluster abc does not exist";
  BOOST_TEST(is_exactly<InvalidParameterValue>(thrown_for(404, body("INVALID_PARAMETER_VALUE", message), get)));
  BOOST_TEST(is_exactly<InvalidState>(thrown_for(400, body("INVALID_STATE", message), get)));
  BOOST_TEST(is_exactly<BadRequest>(thrown_for(400, body("", message), get)));
}

BOOST_AUTO_TEST_CASE(every_class_can_be_an_exhausted_one) {
  for (const auto& row : kCases) {
    try {
      try {
        std::rethrow_exception(thrown_for(row.status, body(row.code)));
      } catch (CallError& error) {
        error.set_call({.operation = "GET /x", .attempts = 3});
        detail::throw_exhausted(error);
      }
    } catch (...) {
      const auto error = std::current_exception();
      BOOST_TEST(is_a<RetryExhausted>(error), row.status << ' ' << row.code);
      BOOST_TEST(row.parent(error), row.status << ' ' << row.code);
      try {
        throw;
      } catch (const RetryExhausted& exhausted) {
        BOOST_TEST(exhausted.error().what() == "m");
        BOOST_TEST(exhausted.error().call().attempts == 3);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
