// Reads secrets as notebooks do: `dbutils.secrets`.
//
//   dbutils_secrets                 scopes and their keys, never values
//   dbutils_secrets SCOPE KEY       writes the bytes of one secret to standard output
//
// Runs against the workspace your environment or ~/.databrickscfg names. Without one it starts a workspace of its own
// on this machine, with a secret in it.
#include <databricks/error.hpp>
#include <databricks/testing/configured_or_local.hpp>
#include <databricks/workspace_client.hpp>

#include <iostream>

int main(int count, char** arguments) {
  try {
    const databricks::testing::ConfiguredOrLocal workspace;
    const databricks::WorkspaceClient w(workspace.config());
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
