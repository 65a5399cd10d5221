// Runs Python and SQL on a cluster: a text, a table, and an error with its reason.
//
//   run_command [--local | CLUSTER_ID]
//
// Without a cluster's id, a cluster called `shared-analytics` is used, and created if there is none. Runs against the
// workspace your environment or ~/.databrickscfg names. With `--local`, or if there is none, it starts a workspace of
// its own on this machine, which can print, raise and select, and nothing else.
#include <databricks/models/compute.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <memory>
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
    const std::string argument = argc > 1 ? argv[1] : "";
    auto config = argument == "--local" ? databricks::Config{} : databricks::resolve({});
    std::unique_ptr<databricks::testing::LocalWorkspace> local;
    if (config.host.empty()) {
      local = std::make_unique<databricks::testing::LocalWorkspace>();
      config = local->config();
    }
    run_commands(databricks::WorkspaceClient(config), argument == "--local" ? "" : argument);
  } catch (const std::exception& error) {
    std::cerr << "run_command: " << error.what() << '\n';
    return 1;
  }
}
