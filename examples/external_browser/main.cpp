// A desktop tool that acts as the person who runs it: the first call opens the browser to sign in, later runs find what
// that brought in ~/.config/databricks-sdk-cpp/oauth and go on with it.
//
//   DATABRICKS_HOST=https://example.cloud.databricks.com external_browser
#include <databricks/models/compute.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

int main() {
  try {
    databricks::WorkspaceClient w({.auth_type = "external-browser"});
    for (const auto& cluster : w.clusters.list()) {
      std::cout << cluster.cluster_id << "  " << cluster.cluster_name << " is " << cluster.state << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << "external_browser: " << error.what() << '\n';
    return 1;
  }
}
