// A cluster of the newest version with long-term support, on the smallest machines with a local disk; waits until it
// runs, and removes it.
//
// Runs against the workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own
// on this machine.
#include <databricks/models/compute.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

namespace {

void create_cluster(const databricks::WorkspaceClient& w) {
  const auto version = w.clusters.select_spark_version({.long_term_support = true, .scala = ""});
  const auto node_type = w.clusters.select_node_type({.local_disk = true, .min_memory_gb = 16});
  std::cout << "Creating a cluster of version " << version << " on " << node_type << ".\n";

  const auto created = w.clusters.create({.spark_version = version,
                                          .autotermination_minutes = 15,
                                          .cluster_name = "create-cluster-example",
                                          .node_type_id = node_type,
                                          .num_workers = 1});
  const auto id = *created.cluster_id;
  try {
    const auto cluster = created.result({.on_progress = [](const auto& seen) {
      std::cout << "  " << seen.state << "  " << seen.state_message << '\n';
    }});
    std::cout << "Cluster " << cluster.cluster_id << " is " << cluster.state << ".\n";
    // From here on, whoever needs it says so. Nothing happens when it runs already.
    w.clusters.ensure_cluster_is_running(id);
  } catch (...) {
    w.clusters.permanent_delete.try_call({id});
    throw;
  }
  w.clusters.permanent_delete({id});
  std::cout << "Removed it.\n";
}

}  // namespace

int main() {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    create_cluster(databricks::WorkspaceClient(workspace.config()));
  } catch (const std::exception& error) {
    std::cerr << "create_cluster: " << error.what() << '\n';
    return 1;
  }
}
