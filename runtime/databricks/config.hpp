// The configuration of a client: a described struct, filled from arguments, environment and `.databrickscfg`, in
// this order; the first to set an attribute wins.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/export.hpp>
#include <databricks/function.hpp>
#include <databricks/http.hpp>
#include <databricks/retry.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

class Logger;    // <databricks/log.hpp>
class Observer;  // <databricks/observer.hpp>

struct Config {
  std::string host{};                             // DATABRICKS_HOST: `https://example.cloud.databricks.com`
  std::string token{};                            // DATABRICKS_TOKEN
  std::string account_id{};                       // DATABRICKS_ACCOUNT_ID
  std::string workspace_id{};                     // DATABRICKS_WORKSPACE_ID: sent with every workspace call when set
  std::string profile{};                          // DATABRICKS_CONFIG_PROFILE: section of the file; unset: DEFAULT
  std::string config_file{};                      // DATABRICKS_CONFIG_FILE; unset: ~/.databrickscfg
  std::string auth_type{};                        // DATABRICKS_AUTH_TYPE; unset: whatever fits
  std::optional<int> http_timeout_seconds{};      // without a byte in either direction; unset: 60
  std::optional<int> retry_timeout_seconds{};     // for all attempts of a call; unset or 0: 300; negative: no limit
  std::optional<int> rate_limit{};                // DATABRICKS_RATE_LIMIT: attempts per second; unset or <= 0: no limit
  std::optional<int> max_connection_pools{};      // hosts whose idle connections are kept; unset: 20
  std::optional<int> max_connections_per_pool{};  // to one host; more calls wait for a free one; unset: 20
  std::optional<int> debug_truncate_bytes{};  // DATABRICKS_DEBUG_TRUNCATE_BYTES: longest text in the log; at least 96
  std::optional<bool> debug_headers{};        // DATABRICKS_DEBUG_HEADERS: request headers in the log, without secrets
  std::optional<bool> skip_verify{};          // TLS without a check of the peer; for tests only
  std::string ca_file{};                      // DATABRICKS_CA_BUNDLE: PEM, in place of the system's certificates
  std::string ca_directory{};                 // the same as a directory with hashed names
  std::string client_certificate{};           // PEM with its chain, for servers that ask for one
  std::string client_key{};                   // PEM; unset: in the file of the certificate

  /// Unset: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment, in either case; `ProxyOptions{}`: none.
  std::optional<ProxyOptions> proxy{};
  Headers custom_headers{};       // sent with every call; a call's own headers come before them
  std::string product{};          // of the program, for the User-Agent; unset: set_product(), else `unknown`
  std::string product_version{};  // SemVer
  std::vector<std::pair<std::string, std::string>> user_agent_extra{};  // `key/value` segments
  RetryPolicy retry{};                                // for calls that name none; its timeout comes before
                                                      // retry_timeout_seconds
  std::optional<bool> send_traceparent{};             // W3C Trace Context with every attempt; unset: true
  std::optional<std::uint64_t> max_response_bytes{};  // of an answer kept in memory; unset: 1 GiB; 0: no limit
  std::shared_ptr<Logger> logger{};                   // unset: default_logger()
  std::shared_ptr<Observer> observer{};               // unset: none
  std::shared_ptr<Transport> transport{};             // unset: http_transport() with the options above
  std::shared_ptr<Clock> clock{};                     // unset: the machine's
  /// How the environment is read; unset: getenv.
  Function<std::optional<std::string>(std::string_view name)> environment{};
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
