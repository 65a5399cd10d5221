// Submits a run of one notebook, shows how it goes on, and says where to look at it.
//
// Usage: start_job_and_wait [NOTEBOOK]
//
// Runs against the workspace your environment or ~/.databrickscfg names, on the cluster of DATABRICKS_CLUSTER_ID if
// that is set. Without a workspace it starts one of its own on this machine.
#include <databricks/models/jobs.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <string>

namespace {

namespace jobs = databricks::jobs;
using namespace std::chrono_literals;

jobs::SubmitTask notebook_task(const std::string& path, const std::string& cluster_id) {
  jobs::SubmitTask task{.task_key = "main", .notebook_task = jobs::NotebookTask{.notebook_path = path}};
  if (!cluster_id.empty()) task.existing_cluster_id = cluster_id;
  return task;
}

/// What there is to tell of a run that could not even end: the state of each of its tasks.
void explain(const databricks::OperationFailed& error) {
  std::cerr << error.what() << '\n';
  const auto* run = error.last<jobs::Run>();
  if (run == nullptr) return;
  for (const auto& task : run->tasks) {
    std::cerr << "  " << task.task_key << ": " << task.state->life_cycle_state << ' ' << task.state->state_message
              << '\n';
  }
}

/// Whether the run was successful.
bool submit_and_wait(const databricks::WorkspaceClient& w, const std::string& notebook,
                     const databricks::WaitOptions<jobs::Run>& how) {
  const auto submitted =
      w.jobs.submit({.run_name = "start_job_and_wait", .tasks = {notebook_task(notebook, w.config().cluster_id)}},
                    {.fill_idempotency_token = true});
  std::cout << "Started run " << submitted.run_id << " of " << notebook << '\n';

  std::string last_state;
  auto options = how;
  options.on_progress = [&](const jobs::Run& run) {
    const std::string state(run.state->life_cycle_state.text());
    if (state != last_state) std::cout << "  " << state << "  " << run.state->state_message << '\n';
    last_state = state;
  };
  // The end of the run, good or bad; OperationFailed only if there was no proper end.
  const jobs::Run run = submitted.result(options);
  std::cout << "The run ended with " << run.state->result_state << ": " << run.run_page_url << '\n';
  return run.state->result_state == jobs::RunResultState::SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    databricks::WaitOptions<jobs::Run> how{.timeout = 2h};
    if (workspace.is_local()) how.poll_interval = 50ms;  // time is short there
    const databricks::WorkspaceClient w(workspace.config());
    return submit_and_wait(w, count > 1 ? arguments[1] : "/Shared/main", how) ? 0 : 1;
  } catch (const databricks::OperationFailed& error) {
    explain(error);
  } catch (const std::exception& error) {
    std::cerr << "start_job_and_wait: " << error.what() << '\n';
  }
  return 1;
}
