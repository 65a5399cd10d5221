// The latest run of every job and how long its runs take on average; jobs that finished last come first.
//
// Runs against the workspace your environment or ~/.databrickscfg names, and changes nothing there. Without one it
// starts a workspace of its own on this machine, with some jobs that it runs.
#include <databricks/models/jobs.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace jobs = databricks::jobs;
using databricks::WorkspaceClient;
using namespace std::chrono_literals;

struct Summary {
  std::string name{};
  std::int64_t runs = 0;          // that are finished
  std::int64_t milliseconds = 0;  // of all of them
  std::optional<jobs::BaseRun> latest{};
};

/// Runs whose job ended; those of several tasks tell their whole time in run_duration.
Summary summary_of(const WorkspaceClient& w, const jobs::BaseJob& job) {
  Summary summary{.name = job.settings->name.value_or("Untitled")};
  for (auto& run : w.jobs.list_runs({.completed_only = true, .job_id = job.job_id})) {  // in pages, as you go
    ++summary.runs;
    summary.milliseconds += run.run_duration.value_or(run.execution_duration.value_or(0));
    const bool is_later = !summary.latest || run.end_time.value_or(0) > summary.latest->end_time.value_or(0);
    if (is_later) summary.latest = std::move(run);
  }
  return summary;
}

std::string time_text(std::int64_t milliseconds) {
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts));
}

void print(const std::vector<Summary>& summaries) {
  std::cout << std::left << std::setw(24) << "job" << std::setw(10) << "result" << std::setw(21) << "finished (UTC)"
            << std::right << std::setw(6) << "runs" << std::setw(12) << "average s" << '\n';
  for (const auto& summary : summaries) {
    std::cout << std::left << std::setw(24) << summary.name << std::setw(10)
              << summary.latest->state->result_state.text() << std::setw(21)
              << time_text(summary.latest->end_time.value_or(0)) << std::right << std::setw(6) << summary.runs
              << std::setw(12) << std::fixed << std::setprecision(1)
              << static_cast<double>(summary.milliseconds) / 1000 / static_cast<double>(summary.runs) << '\n';
  }
}

/// Gives a new workspace something to show: all jobs are started first, and then waited for.
void run_some_jobs(const WorkspaceClient& w) {
  std::vector<decltype(w.jobs.run_now({}))> started;
  for (const auto& job : w.jobs.list()) started.push_back(w.jobs.run_now({.job_id = job.job_id}));
  for (const auto& run : started) run.result({.poll_interval = 50ms});
}

}  // namespace

int main() {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    const WorkspaceClient w(workspace.config());
    if (workspace.is_local()) run_some_jobs(w);

    std::vector<Summary> summaries;
    for (const auto& job : w.jobs.list()) {
      if (auto summary = summary_of(w, job); summary.latest) summaries.push_back(std::move(summary));
    }
    std::sort(summaries.begin(), summaries.end(), [](const Summary& a, const Summary& b) {
      return a.latest->end_time.value_or(0) > b.latest->end_time.value_or(0);
    });
    print(summaries);
  } catch (const std::exception& error) {
    std::cerr << "last_job_runs: " << error.what() << '\n';
    return 1;
  }
}
