#include "cluster_proxy.hpp"

#include "config/advice.hpp"

#include <databricks/error.hpp>
#include <databricks/json.hpp>
#include <databricks/models/compute.hpp>
#include <databricks/services/compute.hpp>

#include <regex>

namespace databricks::ext::dbutils {

namespace {

using compute::State;
using services::compute::Clusters;
using services::compute::CommandExecution;
using Running = services::compute::WaitGetClusterRunning;

constexpr std::string_view kTerminated[] = {"TERMINATED"};
constexpr std::string_view kFailed[] = {"ERROR"};
constexpr WaitTable kUntilTerminated{"wait_get_cluster_terminated",
                                     Running::wait.poll,
                                     Running::wait.bindings,
                                     Running::wait.state,
                                     Running::wait.message,
                                     kTerminated,
                                     kFailed,
                                     20};

void wait_until(const Clusters& clusters, const WaitTable& rule, const std::string& id) {
  const compute::GetClusterRequest request{.cluster_id = id};
  compute::ClusterDetails details;
  detail::wait(clusters.engine(), rule, &request, &details, {});
}

// Starts the cluster when it does not run.
void ensure_running(const Clusters& clusters, const std::string& id) {
  const auto state = clusters.get({id}).state;
  if (state == State::RUNNING || state == State::RESIZING) return;
  if (state == State::TERMINATING) wait_until(clusters, kUntilTerminated, id);
  if (state == State::TERMINATING || state == State::TERMINATED) {
    clusters.start({id}).result();
  } else {
    wait_until(clusters, Running::wait, id);
  }
}

// The result of the command's last line, of which some clusters say where it stands: `Out[3]: `.
std::string text_of(const compute::Results& results) {
  const auto text = results.data.has_value() ? from_json<std::string>(results.data->text) : std::string();
  static const std::regex place(R"(Out\[[\d\s]*\]: )");
  return std::regex_replace(text, place, "");
}

std::string failure_of(const compute::Results& results) {
  const auto& text = results.summary.has_value() ? results.summary : results.cause;
  return "dbutils failed on the cluster: " + text.value_or("the cluster does not say why");
}

RawJson json_of(const compute::CommandStatusResponse& status) {
  if (!status.results.has_value()) throw Error("the command has no results");
  const auto& results = *status.results;
  if (results.result_type == compute::ResultType::error) throw Error(failure_of(results));
  try {
    return from_json<RawJson>(text_of(results));
  } catch (const JsonError& error) {
    throw Error(std::string("the cluster's answer is not the JSON it should be: ") + error.what());
  }
}

}  // namespace

std::string ClusterProxy::require_cluster() const {
  const auto& config = client_.config();
  if (!config.cluster_id.empty()) return config.cluster_id;
  throw ConfigError("cluster_id is required in the configuration" + configuration_advice(config));
}

std::string ClusterProxy::context(const std::string& cluster_id) {
  if (!context_.empty()) return context_;
  const auto created =
      CommandExecution{client_}.create({.cluster_id = cluster_id, .language = compute::Language::python});
  const auto id = created.id.value_or("");
  if (id.empty()) throw Error("the cluster made a context and did not name it");
  created.result();
  return context_ = id;
}

RawJson ClusterProxy::call(std::string_view utility, std::string_view method, const RawJson& arguments,
                           const RawJson& named) {
  const auto program = call_program(utility, method, arguments, named);
  const auto cluster_id = require_cluster();
  const std::lock_guard lock(mutex_);
  ensure_running(Clusters{client_}, cluster_id);
  const auto context_id = context(cluster_id);
  try {
    const auto command = CommandExecution{client_}.execute({.cluster_id = cluster_id,
                                                            .command = program,
                                                            .context_id = context_id,
                                                            .language = compute::Language::python});
    return json_of(command.result());
  } catch (const DatabricksError&) {
    context_.clear();  // a cluster that was restarted has lost it: the next call makes another one
    throw;
  }
}

}  // namespace databricks::ext::dbutils
