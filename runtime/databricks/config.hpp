// The configuration of a client: a described struct, filled from arguments, environment and `.databrickscfg`, in
// this order; the first to set an attribute wins.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/export.hpp>
#include <databricks/http.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace databricks {

struct Config {
  std::string host{};                          // DATABRICKS_HOST: `https://example.cloud.databricks.com`
  std::string token{};                         // DATABRICKS_TOKEN
  std::string account_id{};                    // DATABRICKS_ACCOUNT_ID
  std::string workspace_id{};                  // DATABRICKS_WORKSPACE_ID: sent with every workspace call when set
  std::string profile{};                       // DATABRICKS_CONFIG_PROFILE: section of the file; unset: DEFAULT
  std::string config_file{};                   // DATABRICKS_CONFIG_FILE; unset: ~/.databrickscfg
  std::string auth_type{};                     // DATABRICKS_AUTH_TYPE; unset: whatever fits
  std::optional<int> http_timeout_seconds{};   // without a byte in either direction; unset: 60
  std::optional<int> retry_timeout_seconds{};  // for all attempts of a call; unset: 300
  std::optional<bool> skip_verify{};           // TLS without a check of the peer; for tests only

  std::shared_ptr<Transport> transport{};  // unset: http_transport()
  std::shared_ptr<Clock> clock{};          // unset: the machine's
  /// How the environment is read; unset: getenv.
  std::function<std::optional<std::string>(std::string_view name)> environment{};
};

/// An attribute that can come from environment and file.
struct ConfigAttribute {
  std::string_view name;         // in the file, and in Config
  std::string_view environment;  // empty: none
  bool secret;
};

/// All attributes, in the order of the documentation.
DATABRICKS_API std::span<const ConfigAttribute> config_attributes();

/// The same configuration with unset attributes filled in and the host in its normal form. Reads environment and
/// file, never the network. Throws ConfigError.
DATABRICKS_API Config resolve(Config config);

}  // namespace databricks
