// Which workspace a program to try out runs on.
//
//   const databricks::testing::ConfiguredOrLocal workspace;
//   const databricks::WorkspaceClient client(workspace.config());
#pragma once

#include <databricks/testing/local_workspace.hpp>

#include <memory>

namespace databricks::testing {

/// The workspace that arguments, environment and `.databrickscfg` name; where they name no host, a LocalWorkspace that
/// lives as long as this object. Callable from any thread.
class DATABRICKS_API ConfiguredOrLocal {
 public:
  /// Throws what resolve() throws, and Error when a local workspace can't be started.
  explicit ConfiguredOrLocal(const Config& config = {});

  /// Resolved.
  const Config& config() const { return config_; }
  bool is_local() const { return local_ != nullptr; }

 private:
  std::unique_ptr<LocalWorkspace> local_;
  Config config_;
};

}  // namespace databricks::testing
