// Having a cluster that runs.
#include "call/engine.hpp"
#include "call/poll.hpp"

#include <databricks/ext/clusters.hpp>
#include <databricks/log.hpp>
#include <databricks/models/compute.hpp>

namespace databricks::ext {

namespace {

using compute::ClusterDetails;
using compute::State;

constexpr std::chrono::minutes kTimeout{20};

enum class Step { finish, start, wait };
struct Rule {
  State state;
  Step step;
};
// States that are not here can't lead to a running cluster.
constexpr Rule kRules[] = {{State::RUNNING, Step::finish},   {State::TERMINATED, Step::start},
                           {State::TERMINATING, Step::wait}, {State::PENDING, Step::wait},
                           {State::RESIZING, Step::wait},    {State::RESTARTING, Step::wait}};

Step next_step(const std::string& id, const ClusterDetails& cluster) {
  for (const auto& rule : kRules) {
    if (cluster.state == rule.state) return rule.step;
  }
  const auto state = std::string(cluster.state.has_value() ? cluster.state.text() : "in no state");
  const auto message = cluster.state_message.value_or("");
  throw OperationFailed("Cluster " + cluster.cluster_name.value_or(id) + " is " + state + ": " + message,
                        detail::seen(cluster, state, message));
}

// Waits for the other threads that look after the same thing.
detail::KeyedLocks::Hold hold(Engine& engine, const std::string& what, std::chrono::milliseconds timeout,
                              const std::stop_token& stop) {
  auto held = engine.locks().acquire(what, timeout, stop);
  if (!held) throw detail::timed_out({.message = "another thread is still busy with " + what}, timeout);
  return held;
}

void warn(Engine& engine, const std::string& cluster_id, const Error& error) {
  const auto logger = engine.config().logger ? engine.config().logger : default_logger();
  try {
    if (!logger || !logger->enabled(LogLevel::warning)) return;
    logger->log(LogLevel::warning, "cluster " + cluster_id + " does not start: " + error.what());
  } catch (...) {
    // A logger can't break a call.
  }
}

CallOptions stoppable(const std::stop_token& stop) {
  CallOptions options;
  options.stop = stop;
  return options;
}

// One attempt, unlike ensure_cluster_is_running: a cluster that does not start is replaced by a new one.
ClusterDetails started(const Clusters& clusters, const ClusterDetails& cluster,
                       const WaitOptions<ClusterDetails>& options) {
  const auto& id = *cluster.cluster_id;
  try {
    if (cluster.state == State::TERMINATED) return clusters.start({id}, stoppable(options.stop)).result(options);
  } catch (const InvalidState&) {
    // Somebody else was faster.
  }
  return clusters.ensure_cluster_is_running(id, options);
}

compute::CreateCluster small_cluster(const Clusters& clusters, const CallOptions& options) {
  compute::CreateCluster create;
  create.spark_version = clusters.select_spark_version({.long_term_support = true, .scala = ""}, options);
  create.node_type_id = clusters.select_node_type({.local_disk = true}, options);
  create.num_workers = 1;
  create.autotermination_minutes = 10;
  return create;
}

}  // namespace

Clusters::Clusters(const Client& client) : services::compute::Clusters{client} {}

std::string Clusters::select_spark_version(const SparkVersionCriteria& criteria, const CallOptions& options) const {
  return ext::select_spark_version(spark_versions({}, options), criteria);
}

std::string Clusters::select_node_type(const NodeTypeCriteria& criteria, const CallOptions& options) const {
  return ext::select_node_type(list_node_types({}, options), criteria);
}

ClusterDetails Clusters::ensure_cluster_is_running(const std::string& cluster_id,
                                                   const WaitOptions<ClusterDetails>& options) const {
  if (cluster_id.empty()) throw InvalidArgument("a cluster id is needed");
  const auto timeout = options.timeout.value_or(kTimeout);
  const auto start_time = engine().clock().now();
  const auto held = hold(engine(), "cluster " + cluster_id, timeout, options.stop);
  const auto call_options = stoppable(options.stop);
  LastSeen last = detail::nothing_seen;
  ClusterDetails cluster;
  detail::poll_until(engine(), {timeout, options.stop, start_time}, last, [&] {
    cluster = get({cluster_id}, call_options);
    last = detail::seen(cluster, cluster.state.text(), cluster.state_message.value_or(""));
    if (options.on_progress) options.on_progress(cluster);
    const auto step = next_step(cluster_id, cluster);
    try {
      if (step == Step::start) start.call({cluster_id}, call_options);
    } catch (const InvalidState& error) {
      last.message = error.message();  // somebody else was faster: see what becomes of it
    }
    return step == Step::finish;
  });
  return cluster;
}

ClusterDetails Clusters::get_or_create_running_cluster(const std::string& name,
                                                       const RunningClusterOptions& options) const {
  const WaitOptions<ClusterDetails> wait{options.timeout, options.on_progress, options.stop};
  const auto call_options = stoppable(options.stop);
  const auto held = hold(engine(), "cluster named " + name, options.timeout.value_or(kTimeout), options.stop);
  for (auto& cluster : list({}, call_options)) {
    if (!(cluster.cluster_name == name) || !cluster.cluster_id.has_value()) continue;
    if (cluster.state == State::RUNNING || cluster.state == State::RESIZING) return cluster;
    try {
      return started(*this, cluster, wait);
    } catch (const DatabricksError& error) {
      warn(engine(), *cluster.cluster_id, error);
    } catch (const OperationFailed& error) {
      warn(engine(), *cluster.cluster_id, error);
    }
    break;
  }
  auto request = options.create.has_value() ? *options.create : small_cluster(*this, call_options);
  request.cluster_name = name;
  return create(request, call_options).result(wait);
}

}  // namespace databricks::ext
