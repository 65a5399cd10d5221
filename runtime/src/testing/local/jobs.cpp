#include "testing/local/areas.hpp"
#include "testing/local/runs.hpp"

#include <databricks/services/jobs.hpp>

namespace databricks::testing::local {

namespace {

using Api = services::jobs::Jobs;

jobs::Task notebook_task(const char* key, const char* path) {
  return {.task_key = key, .notebook_task = jobs::NotebookTask{.notebook_path = path}};
}

jobs::BaseJob listed(const jobs::Job& job, bool with_tasks) {
  auto base = from_json<jobs::BaseJob>(to_json(job));
  if (!with_tasks && base.settings.has_value()) base.settings->tasks.reset();
  return base;
}

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

class Jobs {
 public:
  Jobs(const ApiServer& server, Step step) : runs_(server, step) {
    for (const auto* name : {"ingest-orders", "nightly-report", "train-model", "refresh-dashboard", "clean-up"}) {
      add({.name = name, .tasks = {notebook_task("main", "/Shared/main")}});
    }
    runs_.start_from_job(jobs_.begin()->second, kLongAgo);
  }

  jobs::CreateResponse create(const jobs::CreateJob& request) {
    const std::lock_guard lock(mutex_);
    return {.job_id = add(from_json<jobs::JobSettings>(to_json(request)))};
  }

  jobs::Job get(const jobs::GetJobRequest& request) {
    const std::lock_guard lock(mutex_);
    return find(request.job_id);
  }

  jobs::ListJobsResponse list(const jobs::ListJobsRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto wanted = lower_case(request.name.value_or(""));
    std::vector<jobs::BaseJob> found;
    for (auto it = jobs_.rbegin(); it != jobs_.rend(); ++it) {
      const auto name = lower_case(it->second.settings->name.value_or(""));
      if (wanted.empty() || name == wanted) found.push_back(listed(it->second, request.expand_tasks.value_or(false)));
    }
    const auto bounds =
        page_bounds(found.size(), request.limit, request.page_token, {20, 100}, request.offset.value_or(0));
    return {.has_more = bounds.next.has_value(),
            .jobs = slice(found, bounds),
            .next_page_token = bounds.next,
            .prev_page_token = bounds.previous};
  }

  void update(const jobs::UpdateJob& request) {
    const std::lock_guard lock(mutex_);
    auto& settings = *find(request.job_id).settings;
    // What is unset in the new settings is not in their JSON, and stays as it was.
    if (request.new_settings) read_json(type_of<jobs::JobSettings>(), &settings, to_json(*request.new_settings));
    for (const auto& name : request.fields_to_remove) {
      const Field* field = find_field(type_of<jobs::JobSettings>(), name);
      if (field == nullptr || field->type().reset == nullptr) refuse_value("Can't remove the field " + name);
      field->type().reset(member_of(type_of<jobs::JobSettings>(), *field, &settings), Presence::unset);
    }
  }

  void reset(const jobs::ResetJob& request) {
    const std::lock_guard lock(mutex_);
    auto& job = find(request.job_id);
    if (!request.new_settings) refuse_value("Missing required field: new_settings");
    job.settings = request.new_settings;
  }

  void remove(const jobs::DeleteJob& request) {
    const std::lock_guard lock(mutex_);
    find(request.job_id);
    jobs_.erase(*request.job_id);
  }

  jobs::RunNowResponse run_now(const jobs::RunNow& request) {
    const std::lock_guard lock(mutex_);
    const auto& job = find(request.job_id);
    const auto run = runs_.once(request.idempotency_token, [&] { return runs_.start_from_job(job, now()); });
    return {.number_in_job = run, .run_id = run};
  }

  jobs::SubmitRunResponse submit(const jobs::SubmitRun& request) {
    const std::lock_guard lock(mutex_);
    return {.run_id = runs_.once(request.idempotency_token, [&] { return runs_.submit(request); })};
  }

  /// The runs, under the same lock as everything else.
  template <class Method, class Request>
  auto with_runs(Method method, const Request& request) {
    const std::lock_guard lock(mutex_);
    return (runs_.*method)(request);
  }

 private:
  std::int64_t add(jobs::JobSettings settings) {
    const auto id = ++last_id_;
    if (!settings.name.has_value()) settings.name = "Untitled";
    jobs_[id] = {.created_time = wall_clock(),
                 .creator_user_name = kUserName,
                 .job_id = id,
                 .run_as_user_name = kUserName,
                 .settings = std::move(settings)};
    return id;
  }

  jobs::Job& find(const optional<std::int64_t>& id) {
    const auto found = jobs_.find(required(id, "job_id"));
    if (found == jobs_.end()) refuse_value("Job " + std::to_string(*id) + " does not exist.");
    return found->second;
  }

  std::mutex mutex_;
  std::map<std::int64_t, jobs::Job> jobs_;
  std::int64_t last_id_ = 1000;
  Runs runs_;
};

}  // namespace

void serve_jobs(ApiServer& server, Step step) {
  const auto state = std::make_shared<Jobs>(server, step);
  server.on<&Api::create>([=](const auto& request) { return state->create(request); })
      .on<&Api::get>([=](const auto& request) { return state->get(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::update>([=](const auto& request) { state->update(request); })
      .on<&Api::reset>([=](const auto& request) { state->reset(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); })
      .on<&Api::run_now>([=](const auto& request) { return state->run_now(request); })
      .on<&Api::submit>([=](const auto& request) { return state->submit(request); })
      .on<&Api::get_run>([=](const auto& request) { return state->with_runs(&Runs::get, request); })
      .on<&Api::list_runs>([=](const auto& request) { return state->with_runs(&Runs::list, request); })
      .on<&Api::get_run_output>([=](const auto& request) { return state->with_runs(&Runs::output, request); })
      .on<&Api::cancel_run>([=](const auto& request) { state->with_runs(&Runs::cancel, request); })
      .on<&Api::cancel_all_runs>([=](const auto& request) { state->with_runs(&Runs::cancel_all, request); })
      .on<&Api::delete_run>([=](const auto& request) { state->with_runs(&Runs::remove, request); });
}

}  // namespace databricks::testing::local
