#include <databricks/testing/configured_or_local.hpp>

namespace databricks::testing {

ConfiguredOrLocal::ConfiguredOrLocal(const Config& config) : config_(resolve(config)) {
  if (!config_.host.empty()) return;
  local_ = std::make_unique<LocalWorkspace>();
  config_ = local_->config();
}

}  // namespace databricks::testing
