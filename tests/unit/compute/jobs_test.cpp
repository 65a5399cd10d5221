// Jobs and runs with more than 100 tasks.
#include "workspace.hpp"

#include <databricks/api.hpp>
#include <databricks/models/jobs.hpp>

using namespace test;

namespace {

/// `[{"task_key":"t0"},...]`
std::string keyed(const std::string& key, int first, int last) {
  std::string text;
  for (int i = first; i < last; ++i) {
    text += (text.empty() ? "" : ",") + std::string("{\"") + key + "\":\"t" + std::to_string(i) + "\"}";
  }
  return "[" + text + "]";
}
std::string tasks(int first, int last) { return keyed("task_key", first, last); }

template <class Tasks>
bool are_in_order(const Tasks& all, int count) {
  if (all.size() != static_cast<std::size_t>(count)) return false;
  for (int i = 0; i < count; ++i) {
    if (!(all[static_cast<std::size_t>(i)].task_key == "t" + std::to_string(i))) return false;
  }
  return true;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs, Workspace)

BOOST_AUTO_TEST_CASE(row_165_a_run_of_250_tasks_is_put_together) {
  play({json(R"({"run_id":7,"has_more":true,"tasks":)" + tasks(0, 100) +
             R"(,"job_clusters":[{"job_cluster_key":"a"}],"job_parameters":[{"name":"a"}],"next_page_token":"p2"})"),
        json(R"({"run_id":7,"tasks":)" + tasks(100, 200) +
             R"(,"job_clusters":[{"job_cluster_key":"b"}],"repair_history":[{"id":1}],"next_page_token":"p3"})"),
        json(R"({"run_id":7,"tasks":)" + tasks(200, 250) +
             R"(,"job_parameters":[{"name":"b"}],"repair_history":[{"id":2}]})")});
  const auto run = w.jobs.get_run({.run_id = 7, .include_history = true});
  BOOST_TEST(are_in_order(run.tasks, 250));
  BOOST_TEST(run.job_clusters.size() == 2u);
  BOOST_TEST(run.job_parameters.size() == 2u);
  BOOST_TEST(run.repair_history.size() == 2u);
  BOOST_TEST(!run.next_page_token.has_value());
  BOOST_TEST(!run.has_more.has_value());
  BOOST_TEST(calls() == "get get get");
  BOOST_TEST(requests[0].target == "/api/2.2/jobs/runs/get?run_id=7&include_history=true");
  BOOST_TEST(requests[2].target == "/api/2.2/jobs/runs/get?run_id=7&include_history=true&page_token=p3");
}

BOOST_AUTO_TEST_CASE(row_165_a_run_of_250_iterations_keeps_its_only_task) {
  const std::string task = R"({"run_id":7,"tasks":[{"task_key":"loop"}],"iterations":)";
  play({json(task + tasks(0, 100) + R"(,"next_page_token":"p2"})"),
        json(task + tasks(100, 200) + R"(,"next_page_token":"p3"})"), json(task + tasks(200, 250) + "}")});
  const auto run = w.jobs.get_run({7});
  BOOST_TEST(run.tasks.size() == 1u);
  BOOST_TEST(are_in_order(run.iterations, 250));
  BOOST_TEST(calls() == "get get get");
}

BOOST_AUTO_TEST_CASE(row_165_a_job_of_250_tasks_is_put_together) {
  play({json(R"({"job_id":7,"settings":{"name":"etl","tasks":)" + tasks(0, 100) +
             R"(,"environments":[{"environment_key":"a"}],"parameters":[{"name":"a"}]},"next_page_token":"p2"})"),
        json(R"({"settings":{"name":"etl","tasks":)" + tasks(100, 200) +
             R"(,"job_clusters":[{"job_cluster_key":"a"}]},"next_page_token":"p3"})"),
        json(R"({"settings":{"tasks":)" + tasks(200, 250) +
             R"(,"environments":[{"environment_key":"b"}],"parameters":[{"name":"b"}]}})")});
  const auto job = w.jobs.get({7});
  BOOST_TEST(*job.settings->name == "etl");
  BOOST_TEST(are_in_order(job.settings->tasks, 250));
  BOOST_TEST(job.settings->environments.size() == 2u);
  BOOST_TEST(job.settings->parameters.size() == 2u);
  BOOST_TEST(job.settings->job_clusters.size() == 1u);
  BOOST_TEST(!job.next_page_token.has_value());
  BOOST_TEST(requests[1].target == "/api/2.2/jobs/get?job_id=7&page_token=p2");
}

BOOST_AUTO_TEST_CASE(row_166_pages_that_lack_arrays_and_empty_tokens_do_no_harm) {
  play({json(R"({"run_id":7,"tasks":[{"task_key":"t0"}],"next_page_token":"p2"})"),
        json(R"({"job_clusters":[{}],"next_page_token":"p3"})"),
        json(R"({"tasks":[{"task_key":"t1"}],"next_page_token":""})")});
  const auto run = w.jobs.get_run({7});
  BOOST_TEST(are_in_order(run.tasks, 2));
  BOOST_TEST(run.job_clusters.size() == 1u);
  BOOST_TEST(!run.next_page_token.has_value());
  BOOST_TEST(calls() == "get get get");

  play({json(R"({"job_id":7,"next_page_token":"p2"})"), json(R"({"next_page_token":"p3"})"),
        json(R"({"settings":{"tasks":[{"task_key":"t0"}]},"next_page_token":""})")});
  BOOST_TEST(are_in_order(w.jobs.get({7}).settings->tasks, 1));
  play({json("{}")});
  BOOST_TEST(!w.jobs.get({7}).settings.has_value());
}

BOOST_AUTO_TEST_CASE(a_caller_can_begin_with_a_later_page) {
  play({json(R"({"tasks":[{"task_key":"t0"}]})")});
  w.jobs.get_run({.run_id = 7, .page_token = "p2"});
  BOOST_TEST(requests[0].target == "/api/2.2/jobs/runs/get?run_id=7&page_token=p2");
}

BOOST_AUTO_TEST_CASE(a_service_that_repeats_a_page_token_is_found_out) {
  play({json(R"({"next_page_token":"same"})")});
  BOOST_TEST(holds(error_text<Error>([&] { w.jobs.get({7}); }), "repeats a page token"));
  BOOST_TEST(calls() == "get get");
  play({json(R"({"next_page_token":"p2"})"), refusal("INTERNAL_ERROR", "broke", 500)});
  BOOST_CHECK_THROW(w.jobs.get_run({7}), InternalError);
}

BOOST_AUTO_TEST_CASE(row_167_a_list_with_expand_tasks_asks_for_jobs_that_have_more) {
  play({json(R"({"jobs":[{"job_id":1,"has_more":false,"settings":{"tasks":[{"task_key":"t0"}]}},
               {"job_id":2,"has_more":true,"settings":{"name":"big","tasks":[{"task_key":"t0"}],"parameters":[{}]}}],
               "next_page_token":"next"})"),
        json(R"({"job_id":2,"settings":{"tasks":)" + tasks(0, 100) + R"(},"next_page_token":"p2"})"),
        json(R"({"job_id":2,"settings":{"tasks":)" + tasks(100, 150) + R"(,"job_clusters":[{}]}})"),
        json(R"({"jobs":[{"job_id":3}]})")});
  std::size_t count = 0;
  std::string calls_before;
  for (const auto& job : w.jobs.list({.expand_tasks = true})) {
    ++count;
    BOOST_TEST(!job.has_more.has_value());
    if (*job.job_id == 1) calls_before = calls();
    if (*job.job_id != 2) continue;
    BOOST_TEST(are_in_order(job.settings->tasks, 150));
    BOOST_TEST(*job.settings->name == "big");
    BOOST_TEST(job.settings->job_clusters.size() == 1u);
    BOOST_TEST(job.settings->parameters.empty());
  }
  BOOST_TEST(count == 3u);
  BOOST_TEST(calls_before == "list");  // lazy: the second job is asked for when it is its turn
  BOOST_TEST(calls() == "list get get list");
  BOOST_TEST(requests[0].target == "/api/2.2/jobs/list?expand_tasks=true");
  BOOST_TEST(requests[1].target == "/api/2.2/jobs/get?job_id=2");
}

BOOST_AUTO_TEST_CASE(row_167_a_list_of_runs_with_expand_tasks_asks_for_runs_that_have_more) {
  play({json(R"({"runs":[{"run_id":1,"has_more":true,"repair_history":[{},{}]},{"run_id":2,"has_more":false}]})"),
        json(R"({"run_id":1,"tasks":)" + tasks(0, 3) +
             R"(,"job_clusters":[{}],"job_parameters":[{}],"repair_history":[{}]})")});
  auto runs = w.jobs.list_runs({.expand_tasks = true}).collect();
  BOOST_TEST(runs.size() == 2u);
  BOOST_TEST(are_in_order(runs[0].tasks, 3));
  BOOST_TEST(runs[0].job_clusters.size() == 1u);
  BOOST_TEST(runs[0].job_parameters.size() == 1u);
  BOOST_TEST(runs[0].repair_history.size() == 1u);
  BOOST_TEST(!runs[0].has_more.has_value());
  BOOST_TEST(!runs[1].has_more.has_value());
  BOOST_TEST(calls() == "list get");
}

BOOST_AUTO_TEST_CASE(row_167_a_list_without_expand_tasks_is_the_services) {
  play({json(R"({"jobs":[{"job_id":1,"has_more":true}]})")});
  BOOST_TEST(*w.jobs.list().collect().at(0).has_more);
  BOOST_TEST(*w.jobs.list({.expand_tasks = false}).collect().at(0).has_more);
  BOOST_TEST(calls() == "list list");
  play({json(R"({"runs":[{"run_id":1,"has_more":true}]})")});
  BOOST_TEST(*w.jobs.list_runs().collect().at(0).has_more);
  BOOST_TEST(calls() == "list");
}

BOOST_AUTO_TEST_CASE(a_job_that_is_gone_ends_the_list_and_can_be_tried_again) {
  play({json(R"({"jobs":[{"job_id":1,"has_more":true},{"job_id":2}]})"),
        refusal("INVALID_PARAMETER_VALUE", "Job 1 does not exist."),
        json(R"({"job_id":1,"settings":{"tasks":[{"task_key":"t0"}]}})")});
  auto jobs = w.jobs.list({.expand_tasks = true});
  BOOST_CHECK_THROW(jobs.begin(), DatabricksError);
  BOOST_TEST(are_in_order(jobs.begin()->settings->tasks, 1));
  BOOST_TEST(are_in_order(jobs.begin()->settings->tasks, 1));  // and is not asked for once more
  BOOST_TEST(calls() == "list get get");
}

BOOST_AUTO_TEST_CASE(the_other_forms_of_an_extended_endpoint_are_those_of_the_api) {
  play({json(R"({"job_id":7,"has_more":true,"next_page_token":"p2"})")});
  BOOST_TEST(*w.jobs.get.call({7}).next_page_token == "p2");
  BOOST_TEST(*w.jobs.get.try_call({7})->next_page_token == "p2");
  BOOST_TEST(w.jobs.get.request({7}).target == "/api/2.2/jobs/get?job_id=7");
  BOOST_TEST(*w.jobs.services::jobs::Jobs::get({7}).next_page_token == "p2");
  BOOST_TEST(calls() == "get get get");
  // What loops over the API finds the endpoint that is called.
  const auto& called = decltype(w.jobs.get)::table;
  int found = 0;
  for (const auto* package : api) {
    for (const auto& service : package->services) {
      for (const auto& method : service.methods) {
        const bool is_get = service.accessor == "jobs" && method.name == "get";
        if (is_get && method.endpoint->method == called.method && method.endpoint->path == called.path) ++found;
      }
    }
  }
  BOOST_TEST(found == 1);
}

BOOST_AUTO_TEST_CASE(extended_services_of_a_copy_work_when_the_original_is_gone) {
  play({json(R"({"jobs":[{"job_id":1,"has_more":true}]})"), json(R"({"job_id":1})")});
  auto original = std::make_unique<WorkspaceClient>(config());
  const auto copy = *original;
  auto list = original->jobs.list({.expand_tasks = true});
  original.reset();
  BOOST_TEST(list.collect().size() == 1u);
  BOOST_TEST(*copy.jobs.get({1}).job_id == 1);
}

BOOST_AUTO_TEST_SUITE_END()
