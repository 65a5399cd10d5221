// Secrets as what they are, not as base64.
#pragma once

#include <databricks/services/workspace.hpp>

#include <string>

namespace databricks::ext {

/// Callable from any thread. Both throw what calls throw (NotFound: no such scope or key), and Error when the service's
/// answer is not base64. No error text holds a secret.
struct DATABRICKS_API Secrets : services::workspace::Secrets {
  explicit Secrets(const Client& client) : services::workspace::Secrets{client} {}

  /// Text. Throws Error for a secret that is not UTF-8: get_bytes() has it.
  std::string get(const std::string& scope, const std::string& key, const CallOptions& options = {}) const;
  /// Any bytes.
  std::string get_bytes(const std::string& scope, const std::string& key, const CallOptions& options = {}) const;
};

}  // namespace databricks::ext
