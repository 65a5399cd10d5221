// Runs Python and SQL on a cluster: a text, a table, and an error with its reason.
//
//   run_command [CLUSTER_ID]
//
// Without a cluster's id, a cluster called `shared-analytics` is used, and created if there is none. Runs against the
// workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own on this machine,
// which can print, raise and select, and nothing else.
#include <databricks/models/compute.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <string>

namespace {

using databricks::compute::Language;

void run_commands(const databricks::WorkspaceClient& w, std::string cluster_id) {
  if (cluster_id.empty()) cluster_id = *w.clusters.get_or_create_running_cluster("shared-analytics").cluster_id;

  const auto python = w.command_execution.start(cluster_id, Language::python);  // starts the cluster if need be
  std::cout << "Python says: "
            << python
                   .run(R"(
      print("hello from the cluster")
  )")
                   .text()
            << '\n';
  const auto failed = python.run(R"(raise RuntimeError("this is on purpose"))");
  std::cout << "It fails with: " << failed.error() << '\n';

  auto table = w.command_execution.run(cluster_id, Language::sql, "SELECT 'one' AS number");
  for (std::string cell; table.check().scan(cell);) std::cout << "SQL has: " << cell << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    run_commands(databricks::WorkspaceClient(workspace.config()), argc > 1 ? argv[1] : "");
  } catch (const std::exception& error) {
    std::cerr << "run_command: " << error.what() << '\n';
    return 1;
  }
}
