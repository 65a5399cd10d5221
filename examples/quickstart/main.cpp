// A first tour: who am I, what is there, start a cluster, store a file.
//
// Runs against the workspace your environment or ~/.databrickscfg names (the usual DATABRICKS_HOST and credentials),
// and removes there what it made. Without one it starts a workspace of its own on this machine. DATABRICKS_VOLUME says
// where the file goes; unset: /Volumes/main/default/data.
#include <databricks/models/compute.hpp>
#include <databricks/models/files.hpp>
#include <databricks/models/iam.hpp>
#include <databricks/models/jobs.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>

namespace {

using databricks::WorkspaceClient;

/// Undoes a step when the tour is over, also when a later step fails.
class Cleanup {
 public:
  Cleanup(std::string what, std::function<void()> undo) : what_(std::move(what)), undo_(std::move(undo)) {}
  Cleanup(const Cleanup&) = delete;
  ~Cleanup() {
    try {
      undo_();
      std::cout << "Removed " << what_ << ".\n";
    } catch (const databricks::Error& error) {
      std::cerr << "Could not remove " << what_ << ": " << error.what() << '\n';
    }
  }

 private:
  std::string what_;
  std::function<void()> undo_;
};

void greet(const WorkspaceClient& w) {
  const auto me = w.current_user.me();
  std::cout << "Connected to " << w.config().host << " as " << me.user_name << ".\n\n";
}

void look_around(const WorkspaceClient& w) {
  std::cout << "Clusters:\n";
  for (const auto& cluster : w.clusters.list({.page_size = 20})) {  // pages are fetched on the way
    std::cout << "  " << cluster.cluster_id << "  " << cluster.cluster_name << " is " << cluster.state << '\n';
  }
  std::cout << "\nJobs:\n";
  for (const auto& job : w.jobs.list({.limit = 20})) {
    std::cout << "  " << job.job_id << "  " << job.settings->name << '\n';
  }
}

/// The one with the least memory.
std::string smallest_node_type(const WorkspaceClient& w) {
  databricks::compute::NodeType smallest{.node_type_id = "", .memory_mb = INT64_MAX};
  for (const auto& node : w.clusters.list_node_types().node_types) {
    if (!node.is_deprecated.value_or(false) && node.memory_mb.value_or(INT64_MAX) < *smallest.memory_mb)
      smallest = node;
  }
  return *smallest.node_type_id;
}

void run_a_cluster(const WorkspaceClient& w) {
  const auto created = w.clusters.create({.spark_version = "15.4.x-scala2.12",
                                          .autotermination_minutes = 10,
                                          .cluster_name = "quickstart",
                                          .node_type_id = smallest_node_type(w),
                                          .num_workers = 1});
  std::cout << "\nCreated cluster " << created.cluster_id << "; waiting until it runs.\n";
  const Cleanup cleanup("the cluster", [&] { w.clusters.permanent_delete({*created.cluster_id}); });
  const auto running = created.result({.on_progress = [](const auto& cluster) {
    std::cout << "  " << cluster.state << "  " << cluster.state_message << '\n';
  }});
  std::cout << "Cluster " << running.cluster_name << " is " << running.state << " with " << running.num_workers
            << " worker.\n";
}

void store_a_file(const WorkspaceClient& w) {
  const char* volume = std::getenv("DATABRICKS_VOLUME");
  const std::string path = std::string(volume ? volume : "/Volumes/main/default/data") + "/quickstart.txt";
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + '\n';

  std::istringstream in(text);
  w.files.upload({.file_path = path, .contents = in});
  std::cout << "\nUploaded " << text.size() << " bytes to " << path << ".\n";
  const Cleanup cleanup("the file", [&] { w.files.delete_({path}); });
  std::ostringstream out;
  w.files.download({path}, {.to = databricks::Sink(out)});
  if (out.str() != text) throw databricks::Error("the file that came back is not the one that was sent");
  std::cout << "Downloaded it again: every byte is the same.\n";
}

}  // namespace

int main() {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    if (workspace.is_local()) std::cout << "No workspace is configured, so one is started on this machine.\n";
    const WorkspaceClient w(workspace.config());
    greet(w);
    look_around(w);
    run_a_cluster(w);
    store_a_file(w);
  } catch (const std::exception& error) {
    std::cerr << "quickstart: " << error.what() << '\n';
    return 1;
  }
}
