#include "request/common_headers.hpp"

namespace databricks::detail {

void set_common_headers(HttpRequest& request, const Config& config, ClientLevel level, const CallOptions& options) {
  if (level == ClientLevel::workspace && !config.workspace_id.empty()) {
    request.headers.set("X-Databricks-Workspace-Id", config.workspace_id);
  }
  for (const auto& [name, value] : config.custom_headers) {
    if (request.headers.find(name) == nullptr) request.headers.set(name, value);
  }
  set_call_headers(request, options);
}

void set_call_headers(HttpRequest& request, const CallOptions& options) {
  for (const auto& [name, value] : options.headers) request.headers.set(name, value);
}

}  // namespace databricks::detail
