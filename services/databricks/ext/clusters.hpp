// Clusters, and what the API leaves to its callers: which version, which machines, and having a cluster that runs.
#pragma once

#include <databricks/services/compute.hpp>

#include <optional>
#include <string>

namespace databricks::ext {

/// Which version of the Databricks Runtime is wanted. A flag that is false excludes what it speaks of.
struct SparkVersionCriteria {
  bool beta = false;
  bool genomics = false;
  bool gpu = false;
  bool graviton = false;           // for ARM machines
  bool latest = true;              // the highest of several; false: several are an error
  bool long_term_support = false;  // false: does not matter
  bool ml = false;
  bool photon = false;
  std::string scala = "2.12";   // empty: any
  std::string spark_version{};  // of Apache Spark, or how it begins: `3.5`; empty: any
};

/// Fleet node types: none (unset or false), any (true), or those with this text in their id.
class FleetCriterion {
 public:
  FleetCriterion() = default;
  FleetCriterion(bool any) : text_(any ? "-fleet." : "") {}
  FleetCriterion(const char* text) : text_(text) {}
  FleetCriterion(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_{};
};

/// What a machine must have. Unset numbers, empty texts and false flags don't matter, but where it is said otherwise.
struct NodeTypeCriteria {
  std::string category{};  // `Storage Optimized`, in any case of letters
  FleetCriterion fleet{};  // unset: no fleet types
  std::optional<int> gb_per_core{};
  std::optional<bool> graviton{};  // false: no ARM machines
  bool is_io_cache_enabled = false;
  bool local_disk = false;                   // at least one
  std::optional<int> local_disk_min_size{};  // GB of all local disks; asks for a local disk, too
  std::optional<int> min_cores{};
  std::optional<int> min_gpus{};  // unset and 0: no machines with GPUs
  std::optional<int> min_memory_gb{};
  bool photon_driver_capable = false;
  bool photon_worker_capable = false;
  bool support_port_forwarding = false;
};

/// The key of the version: `15.4.x-scala2.12`. Throws Error when there is none, and when there are several and
/// `latest` is off.
DATABRICKS_API std::string select_spark_version(const compute::GetSparkVersionsResponse& offered,
                                                const SparkVersionCriteria& criteria = {});
/// The id of the smallest of the machines that meet the criteria: by cores, memory, local disks, NVMe disks and GPUs;
/// deprecated ones last. Those not available in the region or to the account don't count. Throws Error when there is
/// none.
DATABRICKS_API std::string select_node_type(const compute::ListNodeTypesResponse& offered,
                                            const NodeTypeCriteria& criteria = {});

/// How get_or_create_running_cluster makes a cluster and waits for it.
struct RunningClusterOptions {
  /// What is created when there is no such cluster; the name is set. Unset: the newest version with long-term support
  /// on the smallest node type with a local disk, one worker, terminated after 10 idle minutes.
  boxed<compute::CreateCluster> create{};
  std::optional<std::chrono::milliseconds> timeout{};  // of each wait; unset: 20 minutes
  Function<void(const compute::ClusterDetails&)> on_progress{};
  std::stop_token stop{};
};

/// Like all services: callable from any thread, cheap to copy.
struct DATABRICKS_API Clusters : services::compute::Clusters {
  Clusters(const Client& client);

  /// Asks for the versions and selects one. Throws what a call throws, and Error.
  std::string select_spark_version(const SparkVersionCriteria& criteria = {}, const CallOptions& options = {}) const;
  /// Asks for the node types and selects one. Throws what a call throws, and Error.
  std::string select_node_type(const NodeTypeCriteria& criteria = {}, const CallOptions& options = {}) const;

  /// Returns when the cluster runs; starts it if it is terminated, and again if that failed, until the time (unset: 20
  /// minutes) is over. Of all threads that ask this for the same cluster through one client, or copies of it, one acts
  /// and the others wait for it. Throws OperationFailed for a cluster in state ERROR or UNKNOWN, OperationTimeout,
  /// CallCancelled, and what a call throws; INVALID_STATE, which means that somebody else is at work, is waited out.
  compute::ClusterDetails ensure_cluster_is_running(const std::string& cluster_id,
                                                    const WaitOptions<compute::ClusterDetails>& options = {}) const;

  /// The first cluster of this name, running or resizing; started if need be, and created if there is none or it
  /// doesn't start. One thread of a client at a time does so for a name. Throws OperationFailed, OperationTimeout,
  /// CallCancelled, and what a call throws.
  compute::ClusterDetails get_or_create_running_cluster(const std::string& name,
                                                        const RunningClusterOptions& options = {}) const;
};

}  // namespace databricks::ext
