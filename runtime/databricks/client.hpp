// What WorkspaceClient and AccountClient have in common.
#pragma once

#include <databricks/config.hpp>
#include <databricks/service.hpp>

#include <memory>

namespace databricks {

/// Whether calls go to a workspace or to an account; workspace calls name their workspace in a header.
enum class ClientLevel { workspace, account };

/// Connections, credentials and configuration. Cheap to copy; copies share them. Callable from any thread.
class DATABRICKS_API Client {
 public:
  /// Resolves the configuration; nothing is sent. Throws ConfigError.
  explicit Client(Config config = {}, ClientLevel level = ClientLevel::workspace);

  /// The configuration as it was resolved.
  const Config& config() const;
  const std::shared_ptr<Engine>& engine() const { return engine_; }

 private:
  std::shared_ptr<Engine> engine_;
};

}  // namespace databricks
