// Runs of jobs: PENDING, RUNNING, TERMINATED with SUCCESS, one step each; cancelled ones go by TERMINATING.
#pragma once

#include "testing/local/areas.hpp"
#include "testing/local/moments.hpp"
#include "testing/local/page.hpp"

#include <databricks/json.hpp>
#include <databricks/models/jobs.hpp>

#include <map>
#include <mutex>
#include <optional>

namespace databricks::testing::local {

/// Not synchronised.
class Runs {
 public:
  /// Pages of runs are on the server, which must outlive them.
  Runs(const ApiServer& server, Step step) : server_(server), step_(step) {}

  /// The run's id.
  std::int64_t start_from_job(const jobs::Job& job, Moment since);
  std::int64_t submit(const jobs::SubmitRun& request);
  /// The run that was started with this token before; otherwise the one that `start` starts.
  template <class Start>
  std::int64_t once(const optional<std::string>& token, Start start) {
    const auto text = token.value_or("");
    if (text.empty()) return start();
    const auto [entry, is_new] = by_token_.try_emplace(text, 0);
    if (is_new) entry->second = start();
    return entry->second;
  }

  jobs::Run get(const jobs::GetRunRequest& request);
  jobs::ListRunsResponse list(const jobs::ListRunsRequest& request);
  jobs::RunOutput output(const jobs::GetRunOutputRequest& request);
  void cancel(const jobs::CancelRun& request);
  void cancel_all(const jobs::CancelAllRuns& request);
  void remove(const jobs::DeleteRun& request);

 private:
  struct Run {
    jobs::Run data{};
    Moment since = now();
    std::optional<Moment> cancelled{};
  };

  std::int64_t add(jobs::Run data, Moment since);
  Run& find(const optional<std::int64_t>& id);
  jobs::RunState state(const Run& run) const;
  bool is_finished(const Run& run) const;
  jobs::Run shown(const Run& run) const;

  const ApiServer& server_;
  Step step_;
  std::map<std::int64_t, Run> runs_;
  std::map<std::string, std::int64_t> by_token_;
  std::int64_t last_id_ = 5000;
};

}  // namespace databricks::testing::local
