// Reads secrets as notebooks do: `dbutils.secrets`.
//
//   dbutils_secrets                 scopes and their keys, never values
//   dbutils_secrets SCOPE KEY       writes the bytes of one secret to standard output
//
// Runs against the workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own
// on this machine, with a secret in it.
#include <databricks/error.hpp>
#include <databricks/testing/local_workspace.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>
#include <memory>

int main(int count, char** arguments) {
  try {
    auto config = databricks::resolve({});
    std::unique_ptr<databricks::testing::LocalWorkspace> local;
    if (config.host.empty()) {
      std::cerr << "No workspace is configured, so one is started on this machine.\n";
      local = std::make_unique<databricks::testing::LocalWorkspace>();
      config = local->config();
    }
    const databricks::WorkspaceClient w(config);
    const auto& secrets = w.dbutils.secrets;
    if (count == 3) {
      std::cout << secrets.get_bytes(arguments[1], arguments[2]);
      return 0;
    }
    for (const auto& scope : secrets.list_scopes()) {
      std::cout << scope << '\n';
      for (const auto& key : secrets.list(scope)) std::cout << "  " << key << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << "dbutils_secrets: " << error.what() << '\n';
    return 1;
  }
}
