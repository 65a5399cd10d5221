#include "testing/local/runs.hpp"

namespace databricks::testing::local {

using jobs::RunLifeCycleState;
using jobs::RunResultState;

std::int64_t Runs::add(jobs::Run data, Moment since) {
  const auto id = ++last_id_;
  data.run_id = id;
  data.number_in_job = id;
  data.creator_user_name = kUserName;
  data.start_time = wall_clock();
  for (auto& task : data.tasks) task.run_id = ++last_id_;
  runs_[id] = {std::move(data), since, {}};
  return id;
}

std::int64_t Runs::start_from_job(const jobs::Job& job, Moment since) {
  jobs::Run run{.job_id = job.job_id,
                .run_name = job.settings->name,
                .run_type = jobs::RunType::JOB_RUN,
                .trigger = jobs::TriggerType::ONE_TIME};
  for (const auto& task : job.settings->tasks) run.tasks.push_back(from_json<jobs::RunTask>(to_json(task)));
  return add(std::move(run), since);
}

std::int64_t Runs::submit(const jobs::SubmitRun& request) {
  jobs::Run run{.run_name = request.run_name.value_or("Untitled"), .run_type = jobs::RunType::SUBMIT_RUN};
  for (const auto& task : request.tasks) run.tasks.push_back(from_json<jobs::RunTask>(to_json(task)));
  return add(std::move(run), now());
}

// A run is found by its own id and by those of its tasks.
Runs::Run& Runs::find(const optional<std::int64_t>& id) {
  const auto after = runs_.upper_bound(required(id, "run_id"));
  if (after != runs_.begin()) {
    auto& [run_id, run] = *std::prev(after);
    const auto tasks = static_cast<std::int64_t>(run.data.tasks.size());
    if (*id <= run_id + tasks) return run;
  }
  refuse_value("Run " + std::to_string(*id) + " does not exist.");
}

jobs::RunState Runs::state(const Run& run) const {
  if (run.cancelled) {
    jobs::RunState cancelled{.life_cycle_state = RunLifeCycleState::TERMINATING,
                             .state_message = "Run cancelled.",
                             .user_cancelled_or_timedout = true};
    if (steps_since(*run.cancelled, step_) < 1) return cancelled;
    cancelled.life_cycle_state = RunLifeCycleState::TERMINATED;
    cancelled.result_state = RunResultState::CANCELED;
    return cancelled;
  }
  const auto steps = steps_since(run.since, step_);
  if (steps < 1) return {.life_cycle_state = RunLifeCycleState::PENDING, .state_message = "Waiting for cluster"};
  if (steps < 2) return {.life_cycle_state = RunLifeCycleState::RUNNING, .state_message = "In run"};
  return {.life_cycle_state = RunLifeCycleState::TERMINATED,
          .result_state = RunResultState::SUCCESS,
          .state_message = "",
          .user_cancelled_or_timedout = false};
}

bool Runs::is_finished(const Run& run) const { return state(run).life_cycle_state == RunLifeCycleState::TERMINATED; }

jobs::Run Runs::shown(const Run& run) const {
  auto data = run.data;
  data.state = state(run);
  const auto job = data.job_id.has_value() ? "job/" + std::to_string(*data.job_id) + "/" : std::string();
  data.run_page_url = server_.origin() + "/#" + job + "run/" + std::to_string(*data.run_id);
  if (is_finished(run)) {
    data.run_duration = 2 * step_.count();
    data.end_time = *data.start_time + *data.run_duration;
  }
  for (auto& task : data.tasks) task.state = data.state;
  return data;
}

jobs::Run Runs::get(const jobs::GetRunRequest& request) { return shown(find(request.run_id)); }

jobs::ListRunsResponse Runs::list(const jobs::ListRunsRequest& request) {
  std::vector<jobs::BaseRun> found;
  for (auto it = runs_.rbegin(); it != runs_.rend(); ++it) {
    const Run& run = it->second;
    const bool finished = is_finished(run);
    if (request.job_id.has_value() && !(run.data.job_id == *request.job_id)) continue;
    if (request.active_only.value_or(false) && finished) continue;
    if (request.completed_only.value_or(false) && !finished) continue;
    if (request.run_type.has_value() && !(run.data.run_type == request.run_type)) continue;
    auto base = from_json<jobs::BaseRun>(to_json(shown(run)));
    if (!request.expand_tasks.value_or(false)) base.tasks.reset();
    found.push_back(std::move(base));
  }
  const auto bounds =
      page_bounds(found.size(), request.limit, request.page_token, {20, 25}, request.offset.value_or(0));
  return {.has_more = bounds.next.has_value(),
          .next_page_token = bounds.next,
          .prev_page_token = bounds.previous,
          .runs = slice(found, bounds)};
}

jobs::RunOutput Runs::output(const jobs::GetRunOutputRequest& request) {
  const Run& run = find(request.run_id);
  const bool whole_run = run.data.run_id == *request.run_id;
  if (whole_run && run.data.tasks.size() > 1) {
    refuse_value("Retrieving the output of runs with multiple tasks is not supported. Give the run id of a task.");
  }
  jobs::RunOutput output{.metadata = shown(run)};
  if (is_finished(run) && !run.cancelled) {
    output.notebook_output = jobs::NotebookOutput{.result = "done", .truncated = false};
  }
  return output;
}

void Runs::cancel(const jobs::CancelRun& request) {
  Run& run = find(request.run_id);
  if (!is_finished(run) && !run.cancelled) run.cancelled = now();
}

void Runs::cancel_all(const jobs::CancelAllRuns& request) {
  for (auto& [id, run] : runs_) {
    const bool wanted = !request.job_id.has_value() || run.data.job_id == *request.job_id;
    if (wanted && !is_finished(run) && !run.cancelled) run.cancelled = now();
  }
}

void Runs::remove(const jobs::DeleteRun& request) {
  const Run& run = find(request.run_id);
  if (!is_finished(run)) refuse("INVALID_STATE", "An active run can't be deleted; cancel it first");
  runs_.erase(*run.data.run_id);
}

}  // namespace databricks::testing::local
