#include "testing/local/areas.hpp"
#include "testing/local/moments.hpp"
#include "testing/local/page.hpp"

#include <databricks/json.hpp>
#include <databricks/models/compute.hpp>
#include <databricks/services/compute.hpp>

#include <map>
#include <mutex>

namespace databricks::testing::local {

namespace {

using compute::ClusterDetails;
using compute::State;
using Api = services::compute::Clusters;

/// On its way to running or terminated since some moment; its state follows from the clock.
struct Cluster {
  ClusterDetails details{};
  State on_the_way = State::PENDING;  // PENDING or RESTARTING to RUNNING, TERMINATING to TERMINATED
  Moment since = now();
  bool pinned = false;

  bool is_ending() const { return on_the_way == State::TERMINATING; }
  State state(Step step) const {
    if (steps_since(since, step) < 1) return on_the_way;
    return is_ending() ? State::TERMINATED : State::RUNNING;
  }
  void go(State way) {
    on_the_way = way;
    since = now();
    if (is_ending()) {
      details.terminated_time = wall_clock();
      details.termination_reason = compute::TerminationReason{.code = compute::TerminationReasonCode::USER_REQUEST,
                                                              .type = compute::TerminationReasonType::SUCCESS};
    } else {
      details.start_time = wall_clock();
      details.terminated_time.reset();
      details.termination_reason.reset();
    }
  }
};

std::string state_message(State state) {
  switch (state) {
    case State::PENDING:
      return "Finding instances for new nodes, acquiring more instances if necessary";
    case State::RESTARTING:
      return "Restarting Spark";
    case State::TERMINATING:
      return "Inactive cluster is being terminated";
    case State::TERMINATED:
      return "Terminated by user";
    default:
      return {};
  }
}

std::string label(State state) { return to_json(open_enum<State>(state)); }

template <class E>
bool is_wanted(const list<open_enum<E>>& wanted, const open_enum<E>& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

class Clusters {
 public:
  explicit Clusters(Step step) : step_(step) {
    for (const auto* name : {"shared-analytics", "nightly-etl", "streaming-ingest", "ml-training", "ad-hoc"}) {
      auto& cluster = add(
          {.spark_version = "15.4.x-scala2.12", .cluster_name = name, .node_type_id = "i3.xlarge", .num_workers = 2});
      if (std::string_view(name) == "ml-training") cluster.go(State::TERMINATING);
      cluster.since = kLongAgo;
    }
  }

  compute::CreateClusterResponse create(const compute::CreateCluster& request) {
    const std::lock_guard lock(mutex_);
    required(request.spark_version, "spark_version");
    return {.cluster_id = add(request).details.cluster_id};
  }

  ClusterDetails get(const compute::GetClusterRequest& request) {
    const std::lock_guard lock(mutex_);
    return shown(find(request.cluster_id));
  }

  State state(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return find(id).state(step_);
  }

  compute::ListClustersResponse list(const compute::ListClustersRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto filter = request.filter_by.value_or({});
    std::vector<ClusterDetails> found;
    for (const auto& [id, cluster] : clusters_) {
      auto details = shown(cluster);
      const bool pinned = !filter.is_pinned.has_value() || *filter.is_pinned == cluster.pinned;
      if (pinned && is_wanted(filter.cluster_states, details.state) &&
          is_wanted(filter.cluster_sources, details.cluster_source)) {
        found.push_back(std::move(details));
      }
    }
    const auto bounds = page_bounds(found.size(), request.page_size, request.page_token, {20, 100});
    return {.clusters = slice(found, bounds), .next_page_token = bounds.next, .prev_page_token = bounds.previous};
  }

  void edit(const compute::EditCluster& request) {
    const std::lock_guard lock(mutex_);
    Cluster& cluster = find(request.cluster_id);
    const auto state = require_state(cluster, {State::RUNNING, State::TERMINATED});
    read_json(type_of<ClusterDetails>(), &cluster.details, to_json(request));
    if (state == State::RUNNING) cluster.go(State::RESTARTING);
  }

  void start(const compute::StartCluster& request) {
    const std::lock_guard lock(mutex_);
    Cluster& cluster = find(request.cluster_id);
    require_state(cluster, {State::TERMINATED});
    cluster.go(State::PENDING);
  }

  void restart(const compute::RestartCluster& request) {
    const std::lock_guard lock(mutex_);
    Cluster& cluster = find(request.cluster_id);
    require_state(cluster, {State::RUNNING});
    cluster.go(State::RESTARTING);
  }

  void terminate(const compute::DeleteCluster& request) {
    const std::lock_guard lock(mutex_);
    Cluster& cluster = find(request.cluster_id);
    if (!cluster.is_ending()) cluster.go(State::TERMINATING);
  }

  void permanent_delete(const compute::PermanentDeleteCluster& request) {
    const std::lock_guard lock(mutex_);
    clusters_.erase(*find(request.cluster_id).details.cluster_id);
  }

  void pin(const optional<std::string>& id, bool pinned) {
    const std::lock_guard lock(mutex_);
    find(id).pinned = pinned;
  }

 private:
  Cluster& add(const compute::CreateCluster& request) {
    Cluster cluster{.details = from_json<ClusterDetails>(to_json(request))};
    const auto number = std::to_string(++last_number_);
    cluster.details.cluster_id =
        "0101-000000-local" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number;
    if (!cluster.details.cluster_name.has_value()) cluster.details.cluster_name = "";
    cluster.details.cluster_source = compute::ClusterSource::API;
    cluster.details.creator_user_name = kUserName;
    cluster.go(State::PENDING);
    return clusters_[*cluster.details.cluster_id] = std::move(cluster);
  }

  Cluster& find(const optional<std::string>& id) {
    const auto found = clusters_.find(required(id, "cluster_id"));
    if (found == clusters_.end()) refuse_value("Cluster " + *id + " does not exist");
    return found->second;
  }

  State require_state(const Cluster& cluster, std::initializer_list<State> allowed) const {
    const auto state = cluster.state(step_);
    if (std::find(allowed.begin(), allowed.end(), state) == allowed.end()) {
      refuse("INVALID_STATE", "Cluster " + *cluster.details.cluster_id + " is in unexpected state " + label(state));
    }
    return state;
  }

  ClusterDetails shown(const Cluster& cluster) const {
    auto details = cluster.details;
    const auto state = cluster.state(step_);
    details.state = state;
    details.state_message = state_message(state);
    return details;
  }

  const Step step_;
  std::mutex mutex_;
  std::map<std::string, Cluster> clusters_;
  int last_number_ = 0;
};

struct OfferedVersion {
  const char* key;
  const char* name;
};
constexpr OfferedVersion kVersions[] = {
    {"17.3.x-scala2.13", "17.3 LTS (includes Apache Spark 4.0.0, Scala 2.13)"},
    {"16.4.x-scala2.12", "16.4 LTS (includes Apache Spark 3.5.2, Scala 2.12)"},
    {"16.4.x-scala2.13", "16.4 LTS (includes Apache Spark 3.5.2, Scala 2.13)"},
    {"16.1.x-scala2.12", "16.1 (includes Apache Spark 3.5.2, Scala 2.12)"},
    {"15.4.x-scala2.12", "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"15.4.x-photon-scala2.12", "15.4 LTS Photon (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"15.4.x-cpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"15.4.x-gpu-ml-scala2.12", "15.4 LTS ML (includes Apache Spark 3.5.0, GPU, Scala 2.12)"},
    {"14.3.x-scala2.12", "14.3 LTS (includes Apache Spark 3.5.0, Scala 2.12)"},
    {"18.x-scala2.13", "18 Beta (includes Apache Spark 4.1.0, Scala 2.13)"},
};

struct OfferedNode {
  const char* id;
  const char* category;
  std::int64_t memory_mb;
  double cores;
  std::int64_t gpus;
  std::int64_t nvme_disks;
  std::int64_t nvme_gb;
  bool is_deprecated;
};
constexpr OfferedNode kNodes[] = {
    {"i3.xlarge", "Storage Optimized", 31232, 4, 0, 1, 950, false},
    {"i3.2xlarge", "Storage Optimized", 62464, 8, 0, 1, 1900, false},
    {"i3.4xlarge", "Storage Optimized", 124928, 16, 0, 2, 3800, false},
    {"m5.large", "General Purpose", 8192, 2, 0, 0, 0, false},
    {"m5-fleet.large", "General Purpose", 8192, 2, 0, 0, 0, false},
    {"r3.xlarge", "Memory Optimized", 31232, 4, 0, 1, 80, true},
    {"g4dn.xlarge", "GPU Accelerated", 16384, 4, 1, 1, 125, false},
};

compute::GetSparkVersionsResponse spark_versions() {
  compute::GetSparkVersionsResponse response;
  for (const auto& version : kVersions) response.versions.push_back({version.key, version.name});
  return response;
}

compute::ListNodeTypesResponse node_types() {
  compute::ListNodeTypesResponse response;
  for (const auto& node : kNodes) {
    response.node_types.push_back(
        {.node_type_id = node.id,
         .memory_mb = node.memory_mb,
         .num_cores = node.cores,
         .description = node.id,
         .instance_type_id = node.id,
         .category = node.category,
         .is_deprecated = node.is_deprecated,
         .node_instance_type = compute::NodeInstanceType{.instance_type_id = node.id,
                                                         .local_nvme_disk_size_gb = node.nvme_gb,
                                                         .local_nvme_disks = node.nvme_disks},
         .num_gpus = node.gpus});
  }
  return response;
}

}  // namespace

ClusterState serve_clusters(ApiServer& server, Step step) {
  const auto state = std::make_shared<Clusters>(step);
  server.on<&Api::create>([=](const auto& request) { return state->create(request); })
      .on<&Api::get>([=](const auto& request) { return state->get(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::edit>([=](const auto& request) { state->edit(request); })
      .on<&Api::start>([=](const auto& request) { state->start(request); })
      .on<&Api::restart>([=](const auto& request) { state->restart(request); })
      .on<&Api::delete_>([=](const auto& request) { state->terminate(request); })
      .on<&Api::permanent_delete>([=](const auto& request) { state->permanent_delete(request); })
      .on<&Api::pin>([=](const auto& request) { state->pin(request.cluster_id, true); })
      .on<&Api::unpin>([=](const auto& request) { state->pin(request.cluster_id, false); })
      .on<&Api::spark_versions>(spark_versions)
      .on<&Api::list_node_types>(node_types);
  return [=](const std::string& id) { return state->state(id); };
}

}  // namespace databricks::testing::local
