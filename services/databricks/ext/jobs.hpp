// Jobs and runs as a whole: the API shows at most 100 tasks of them at a time.
#pragma once

#include <databricks/services/jobs.hpp>

namespace databricks::ext {

/// The calls of the four members below are those of the API with all pages put together. Their other forms (`call`,
/// `try_call`, `request`) are the API's: `w.jobs.get.call({id})` is one exchange.
///
/// Like all services: callable from any thread, cheap to copy. Everything throws what a call throws, and Error when a
/// service repeats a page token.
struct DATABRICKS_API Jobs : services::jobs::Jobs {
  Jobs(const Client& client);

  struct DATABRICKS_API Get : decltype(services::jobs::Jobs::get) {
    /// The job with all its tasks, job clusters, parameters and environments, from `page_token` on if that is set.
    /// `next_page_token` and `has_more` are unset.
    databricks::jobs::Job operator()(const databricks::jobs::GetJobRequest& request,
                                     const CallOptions& options = {}) const;
  };
  struct DATABRICKS_API GetRun : decltype(services::jobs::Jobs::get_run) {
    /// The run with all its tasks (or iterations, if it is one of a for-each task), job clusters, job parameters and
    /// repairs, from `page_token` on if that is set. `next_page_token` and `has_more` are unset.
    databricks::jobs::Run operator()(const databricks::jobs::GetRunRequest& request,
                                     const CallOptions& options = {}) const;
  };
  struct DATABRICKS_API List : decltype(services::jobs::Jobs::list) {
    using Range =
        PageRange<databricks::jobs::BaseJob, databricks::jobs::ListJobsResponse, true>;
    /// The jobs, lazily. With `expand_tasks` a job that has more tasks than its list shows is asked for when the
    /// iteration reaches it, and `has_more` is unset in all of them. A job that was deleted meanwhile ends the list
    /// with an error.
    Range operator()(const databricks::jobs::ListJobsRequest& request, const CallOptions& options = {}) const;
    Range operator()() const;
  };
  struct DATABRICKS_API ListRuns : decltype(services::jobs::Jobs::list_runs) {
    using Range =
        PageRange<databricks::jobs::BaseRun, databricks::jobs::ListRunsResponse, false>;
    /// The runs, lazily; `expand_tasks` as for jobs.
    Range operator()(const databricks::jobs::ListRunsRequest& request, const CallOptions& options = {}) const;
    Range operator()() const;
  };

  Get get{{*this}};
  GetRun get_run{{*this}};
  List list{{*this}};
  ListRuns list_runs{{*this}};
};

}  // namespace databricks::ext
