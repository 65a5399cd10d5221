// Lists the Git folders of a workspace and the branches they are on.
//
//   list_repos [PATH_PREFIX]        e.g. list_repos /Repos/me@example.com
//
// Runs against the workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own
// on this machine.
#include <databricks/error.hpp>
#include <databricks/models/workspace.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

int main(int count, char** arguments) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    const databricks::WorkspaceClient w(workspace.config());
    databricks::workspace::ListReposRequest request;
    if (count > 1) request.path_prefix = arguments[1];
    for (const auto& repo : w.repos.list(request)) {  // page by page
      std::cout << repo.id << "  " << repo.path << "  " << repo.branch << "  " << repo.url << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << "list_repos: " << error.what() << '\n';
    return 1;
  }
}
