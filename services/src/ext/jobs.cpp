// Putting the pages of a job or run together.
#include <databricks/ext/jobs.hpp>
#include <databricks/models/jobs.hpp>

namespace databricks::ext {

namespace {

namespace model = databricks::jobs;
using Api = services::jobs::Jobs;

template <class T>
void append(list<T>& whole, list<T>& page) {
  for (auto& item : page) whole.push_back(std::move(item));
}

// The arrays that come in pages.
void append_page(model::Job& whole, model::Job& page) {
  if (!page.settings.has_value()) return;
  auto& to = whole.settings.emplace();
  auto& from = *page.settings;
  append(to.tasks, from.tasks);
  append(to.job_clusters, from.job_clusters);
  append(to.parameters, from.parameters);
  append(to.environments, from.environments);
}

void append_page(model::Run& whole, model::Run& page) {
  // The run of a for-each task repeats its only task on every page.
  if (!whole.iterations.empty()) {
    append(whole.iterations, page.iterations);
  } else {
    append(whole.tasks, page.tasks);
  }
  append(whole.job_clusters, page.job_clusters);
  append(whole.job_parameters, page.job_parameters);
  append(whole.repair_history, page.repair_history);
}

template <class Endpoint>
auto all_pages(Engine& engine, typename Endpoint::request_type request, const CallOptions& options) {
  typename Endpoint::response_type whole{};
  detail::call(engine, Endpoint::table, &request, &whole, options);
  auto token = whole.next_page_token.value_or("");
  while (!token.empty()) {
    request.page_token = token;
    typename Endpoint::response_type page{};
    detail::call(engine, Endpoint::table, &request, &page, options);
    append_page(whole, page);
    auto next = page.next_page_token.value_or("");
    if (next == token) throw Error("the service repeats a page token; the answer would never end");
    token = std::move(next);
  }
  whole.next_page_token.reset();
  whole.has_more.reset();
  return whole;
}

model::Job whole_job(Engine& engine, const model::GetJobRequest& request, const CallOptions& options) {
  return all_pages<decltype(Api::get)>(engine, request, options);
}
model::Run whole_run(Engine& engine, const model::GetRunRequest& request, const CallOptions& options) {
  return all_pages<decltype(Api::get_run)>(engine, request, options);
}

void expand(Engine& engine, model::BaseJob& job, const CallOptions& options) {
  auto whole = whole_job(engine, {.job_id = job.job_id}, options);
  auto& to = job.settings.emplace();
  auto& from = whole.settings.emplace();
  to.tasks = std::move(from.tasks);
  to.job_clusters = std::move(from.job_clusters);
  to.parameters = std::move(from.parameters);
  to.environments = std::move(from.environments);
}

void expand(Engine& engine, model::BaseRun& run, const CallOptions& options) {
  auto whole = whole_run(engine, {.run_id = run.run_id}, options);
  run.tasks = std::move(whole.tasks);
  run.job_clusters = std::move(whole.job_clusters);
  run.job_parameters = std::move(whole.job_parameters);
  run.repair_history = std::move(whole.repair_history);
}

template <class Range, class Request>
Range expanded(Range range, Engine& engine, const Request& request, const CallOptions& options) {
  if (!request.expand_tasks.value_or(false)) return range;
  range.on_item([engine = detail::share(engine), options](auto& item) {
    if (item.has_more.value_or(false)) expand(*engine, item, options);
    item.has_more.reset();
  });
  return range;
}

}  // namespace

Jobs::Jobs(const Client& client) : services::jobs::Jobs{client} {}

model::Job Jobs::Get::operator()(const model::GetJobRequest& request, const CallOptions& options) const {
  return whole_job(engine(), request, options);
}

model::Run Jobs::GetRun::operator()(const model::GetRunRequest& request, const CallOptions& options) const {
  return whole_run(engine(), request, options);
}

Jobs::List::Range Jobs::List::operator()(const model::ListJobsRequest& request, const CallOptions& options) const {
  return expanded(decltype(Api::list)::operator()(request, options), engine(), request, options);
}
Jobs::List::Range Jobs::List::operator()() const { return (*this)(model::ListJobsRequest{}); }

Jobs::ListRuns::Range Jobs::ListRuns::operator()(const model::ListRunsRequest& request,
                                                 const CallOptions& options) const {
  return expanded(decltype(Api::list_runs)::operator()(request, options), engine(), request, options);
}
Jobs::ListRuns::Range Jobs::ListRuns::operator()() const { return (*this)(model::ListRunsRequest{}); }

}  // namespace databricks::ext
