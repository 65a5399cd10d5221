#include "workspace.hpp"

#include <databricks/models/jobs.hpp>

using databricks::jobs::RunLifeCycleState;
using databricks::jobs::RunResultState;
namespace jobs_model = databricks::jobs;

namespace {

jobs_model::RunState state_of(databricks::WorkspaceClient& w, std::int64_t run) {
  return *w.jobs.get_run({.run_id = run}).state;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs, Connected)

BOOST_AUTO_TEST_CASE(a_list_in_small_pages_has_every_job_and_tasks_when_asked) {
  std::size_t count = 0;
  for (const auto& job : w.jobs.list({.limit = 2})) {
    BOOST_TEST(job.settings->tasks.empty());
    ++count;
  }
  BOOST_TEST(count == 5);
  const auto expanded = w.jobs.list.call({.expand_tasks = true, .name = "Train-Model"});
  BOOST_TEST(expanded.jobs.size() == 1);
  BOOST_TEST(expanded.jobs[0].settings->tasks.size() == 1);
}

BOOST_AUTO_TEST_CASE(a_job_is_created_updated_reset_and_deleted) {
  const auto id = *w.jobs.create({.description = "d", .name = "mine", .tags = {{"team", "x"}}}).job_id;
  BOOST_TEST(*w.jobs.get({id}).settings->name == "mine");
  w.jobs.update(
      {.job_id = id, .fields_to_remove = {"description"}, .new_settings = jobs_model::JobSettings{.name = "yours"}});
  const auto updated = *w.jobs.get({id}).settings;
  BOOST_TEST(*updated.name == "yours");
  BOOST_TEST(!updated.description.has_value());
  BOOST_TEST(updated.tags.at("team") == "x");
  w.jobs.reset({.job_id = id, .new_settings = jobs_model::JobSettings{.name = "ours"}});
  BOOST_TEST(w.jobs.get({id}).settings->tags.empty());
  w.jobs.delete_({id});
  BOOST_TEST(error_of([&] { w.jobs.get({id}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_CASE(a_run_goes_by_pending_and_running_to_success) {
  const auto job = *w.jobs.list.call({.limit = 1}).jobs[0].job_id;
  const auto run = *w.jobs.run_now.call({.job_id = job}).run_id;
  BOOST_TEST((state_of(w, run).life_cycle_state == RunLifeCycleState::PENDING));
  BOOST_TEST(becomes_true([&] { return state_of(w, run).life_cycle_state == RunLifeCycleState::RUNNING; }));
  BOOST_TEST(becomes_true([&] { return state_of(w, run).life_cycle_state == RunLifeCycleState::TERMINATED; }));
  BOOST_TEST((state_of(w, run).result_state == RunResultState::SUCCESS));
  const auto finished = w.jobs.get_run({.run_id = run});
  const auto output = w.jobs.get_run_output({.run_id = finished.tasks[0].run_id});
  BOOST_TEST(*output.notebook_output->result == "done");
  BOOST_TEST(finished.run_page_url->starts_with(workspace.host()));
  BOOST_TEST(finished.run_page_url->ends_with(std::to_string(run)));
  BOOST_TEST(*finished.end_time - *finished.start_time == *finished.run_duration);
  BOOST_TEST(*finished.run_duration == 2 * kStep.count());
}

BOOST_AUTO_TEST_CASE(a_cancelled_run_ends_cancelled) {
  const auto run = *w.jobs.submit.call({.run_name = "once", .tasks = {jobs_model::SubmitTask{.task_key = "a"}}}).run_id;
  w.jobs.cancel_run.call({run});
  BOOST_TEST(becomes_true([&] { return state_of(w, run).life_cycle_state == RunLifeCycleState::TERMINATED; }));
  BOOST_TEST((state_of(w, run).result_state == RunResultState::CANCELED));
}

BOOST_AUTO_TEST_CASE(an_idempotency_token_starts_one_run) {
  const auto job = *w.jobs.list.call({.limit = 1}).jobs[0].job_id;
  const auto first = *w.jobs.run_now.call({.job_id = job, .idempotency_token = "t"}).run_id;
  BOOST_TEST(*w.jobs.run_now.call({.job_id = job, .idempotency_token = "t"}).run_id == first);
  BOOST_TEST(*w.jobs.run_now.call({.job_id = job}).run_id != first);
}

BOOST_AUTO_TEST_CASE(runs_are_listed_in_pages_newest_first_and_by_job) {
  const auto job = *w.jobs.create({.name = "busy"}).job_id;
  for (int i = 0; i < 7; ++i) w.jobs.run_now.call({.job_id = job});
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
  std::size_t count = 0;
  for (const auto& run : w.jobs.list_runs({.job_id = job, .limit = 3})) {
    BOOST_TEST(*run.run_id < last);
    last = *run.run_id;
    ++count;
  }
  BOOST_TEST(count == 7);
  BOOST_TEST(error_of([&] { w.jobs.delete_run({last}); }) == "400 INVALID_STATE");
}

BOOST_AUTO_TEST_CASE(an_unknown_run_is_refused) {
  BOOST_TEST(error_of([&] { w.jobs.get_run({.run_id = 1}); }) == "400 INVALID_PARAMETER_VALUE");
  BOOST_TEST(error_of([&] { w.jobs.get_run({.run_id = 999999}); }) == "400 INVALID_PARAMETER_VALUE");
}

BOOST_AUTO_TEST_SUITE_END()
