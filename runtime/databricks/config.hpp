// The configuration of a client: a struct, filled from arguments, environment and `.databrickscfg`, in this order; the
// first to set an attribute wins. Described in <databricks/config_describe.hpp>.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/export.hpp>
#include <databricks/files_config.hpp>
#include <databricks/function.hpp>
#include <databricks/http.hpp>
#include <databricks/retry.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

class Credentials;       // <databricks/credentials.hpp>
class Logger;            // <databricks/log.hpp>
class Observer;          // <databricks/observer.hpp>
struct RuntimeProvider;  // <databricks/credentials.hpp>

/// Where the value of an attribute came from.
struct ConfigOrigin {
  std::string_view attribute;
  std::string source{};  // `DATABRICKS_HOST environment variable`, `/home/me/.databrickscfg config file, profile a`
  std::size_t fingerprint = 0;  // of the value: one that a program replaced later has another
};

/// How a configuration came about.
struct ConfigOrigins {
  std::vector<ConfigOrigin> values{};   // without those that the program set
  std::string loaded_profile{};         // section that was read, also when it is DEFAULT; empty: none
  std::vector<std::string> warnings{};  // for the log
  std::vector<std::string> details{};   // for the debug log
  std::string missing_file{};           // `/x does not exist`, when a file or profile was asked for
};

struct Config {
  std::string host{};                    // DATABRICKS_HOST: `https://example.cloud.databricks.com`
  std::string token{};                   // DATABRICKS_TOKEN
  std::string account_id{};              // DATABRICKS_ACCOUNT_ID
  std::string workspace_id{};            // DATABRICKS_WORKSPACE_ID: sent with every workspace call when set
  std::string profile{};                 // DATABRICKS_CONFIG_PROFILE: section of the file; unset: DEFAULT
  std::string config_file{};             // DATABRICKS_CONFIG_FILE; unset: ~/.databrickscfg
  std::string auth_type{};               // DATABRICKS_AUTH_TYPE: the only method to try; unset: the first that fits
  std::string cloud{};                   // DATABRICKS_CLOUD: AWS, AZURE or GCP, in any case; unset: by the host's name
  std::string discovery_url{};           // DATABRICKS_DISCOVERY_URL: the OAuth server's metadata; unset: by the host
  std::string token_audience{};          // DATABRICKS_TOKEN_AUDIENCE: of identity tokens that are asked for
  std::string oidc_token_env{};          // DATABRICKS_OIDC_TOKEN_ENV: variable with an identity token; unset:
                                         // DATABRICKS_OIDC_TOKEN
  std::string oidc_token_filepath{};     // DATABRICKS_OIDC_TOKEN_FILEPATH: file with an identity token
  std::string username{};                // DATABRICKS_USERNAME
  std::string password{};                // DATABRICKS_PASSWORD
  std::string client_id{};               // DATABRICKS_CLIENT_ID: of a service principal or OAuth application
  std::string client_secret{};           // DATABRICKS_CLIENT_SECRET
  std::string google_service_account{};  // DATABRICKS_GOOGLE_SERVICE_ACCOUNT: e-mail of one to impersonate
  std::string google_credentials{};      // GOOGLE_CREDENTIALS: JSON of a service account, or its file
  std::string azure_workspace_resource_id{};          // DATABRICKS_AZURE_RESOURCE_ID: can stand in for host
  std::optional<bool> azure_use_msi{};                // ARM_USE_MSI: the managed identity of this machine
  std::string azure_client_secret{};                  // ARM_CLIENT_SECRET
  std::string azure_client_id{};                      // ARM_CLIENT_ID
  std::string azure_tenant_id{};                      // ARM_TENANT_ID; unset: asked of the workspace
  std::string azure_environment{};                    // ARM_ENVIRONMENT: PUBLIC, USGOVERNMENT or CHINA; unset: PUBLIC
  std::string actions_id_token_request_url{};         // ACTIONS_ID_TOKEN_REQUEST_URL: set by GitHub
  std::string actions_id_token_request_token{};       // ACTIONS_ID_TOKEN_REQUEST_TOKEN: set by GitHub
  std::string metadata_service_url{};                 // DATABRICKS_METADATA_SERVICE_URL: a local giver of tokens
  std::optional<bool> metadata_service_remote{};      // it may be on another machine; unset: on this one only
  std::string databricks_cli_path{};                  // DATABRICKS_CLI_PATH; unset: `databricks` on PATH
  std::string cluster_id{};                           // DATABRICKS_CLUSTER_ID: for what runs on a cluster
  std::string warehouse_id{};                         // DATABRICKS_WAREHOUSE_ID: for what runs on a SQL warehouse
  std::string serverless_compute_id{};                // DATABRICKS_SERVERLESS_COMPUTE_ID
  std::vector<std::string> scopes{};                  // of OAuth tokens; unset: all-apis
  std::string authorization_details{};                // JSON array (RFC 9396), sent when a token is asked for
  std::string redirect_url{};                         // DATABRICKS_REDIRECT_URL: of the browser sign-in
  std::optional<int> oauth_callback_port{};           // DATABRICKS_OAUTH_CALLBACK_PORT: unset: 8020 to 8040
  std::optional<int> oauth_browser_auth_timeout{};    // DATABRICKS_OAUTH_BROWSER_AUTH_TIMEOUT: seconds; unset: 300
  std::optional<bool> disable_oauth_refresh_token{};  // DATABRICKS_DISABLE_OAUTH_REFRESH_TOKEN
  std::optional<bool> disable_async_token_refresh{};  // DATABRICKS_DISABLE_ASYNC_TOKEN_REFRESH
  std::optional<bool> disable_experimental_files_api_client{};  // DATABRICKS_DISABLE_EXPERIMENTAL_FILES_API_CLIENT
  std::optional<bool> disable_retries{};                        // DATABRICKS_DISABLE_RETRIES
  std::optional<int> http_timeout_seconds{};                    // without a byte in either direction; unset: 60
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
  FilesConfig files_ext{};                            // uploads and downloads of Client member `files`
  std::shared_ptr<Logger> logger{};                   // unset: default_logger()
  std::shared_ptr<Observer> observer{};               // unset: none
  /// Of waits that name none; no_timeout: none. Unset: the operation's own, mostly 20 minutes.
  std::optional<std::chrono::milliseconds> wait_timeout{};
  /// In place of the chain of methods; its auth_type() becomes the client's.
  std::shared_ptr<Credentials> credentials{};
  /// For programs that are embedded in Databricks compute; unset: `runtime` and `runtime-oauth` do not fit.
  std::shared_ptr<const RuntimeProvider> runtime_provider{};
  /// In place of GET {host}/.well-known/databricks-config: the JSON that describes a host, empty for none. For hosts
  /// that must not be asked, and for tests.
  Function<std::string(std::string_view host)> host_metadata{};
  /// What the host says it is: `workspace`, `account` or `unified`; unset: by its name. Filled by its metadata.
  std::string host_type{};
  std::shared_ptr<Transport> transport{};  // unset: http_transport() with the options above
  std::shared_ptr<Clock> clock{};          // unset: the machine's
  /// How the environment is read; unset: getenv.
  Function<std::optional<std::string>(std::string_view name)> environment{};
  std::shared_ptr<const ConfigOrigins> origins{};  // set by resolve()
};

/// An attribute that can come from environment and file; the table of all of them is in docs/configuration.md.
struct ConfigAttribute {
  std::string_view name;                 // in the file, and in Config
  std::string_view environment{};        // variable; empty: none
  bool secret = false;                   // never shown
  std::string_view file_alias{};         // another key, read when the name is not in the file; empty: none
  std::string_view environment_alias{};  // another variable, read when the first is not set; empty: none
  std::string_view default_value{};      // what unset means; empty: nothing
  std::string_view documentation{};      // one line
};

/// All attributes, in the order of error texts.
DATABRICKS_API std::span<const ConfigAttribute> config_attributes();

/// The same configuration with unset attributes filled in and the host in its normal form. Reads environment and
/// file, never the network. To resolve what is resolved changes nothing. Throws ConfigError; its text ends with the
/// attributes that are set and the variables in the environment: `. Config: host=https://a.b, token=***. Env: X`.
DATABRICKS_API Config resolve(Config config);

/// An attribute that is set, for diagnostics.
struct ConfigValue {
  std::string name{};
  std::string value{};   // of secrets `********`
  std::string source{};  // `DATABRICKS_HOST environment variable`, `dynamic configuration`: set by the program
  std::string note{};    // `not used by pat authentication`; empty: it is used, or auth_type is not known yet
};
/// All attributes of a resolved configuration that are set.
DATABRICKS_API std::vector<ConfigValue> explain(const Config& config);

/// A configuration, not yet resolved, from `databricks://user:password@host:port?attribute=value&...`; all parts
/// percent-decoded. What is no attribute is ignored. Throws ConfigError.
DATABRICKS_API Config parse_dsn(std::string_view dsn);

/// The host's bare name, without scheme and port; empty when there is no host.
DATABRICKS_API std::string hostname(const Config& config);
/// Whether the host is an account console: by what it says about itself, else by its name (`https://accounts.…`).
DATABRICKS_API bool is_account_client(const Config& config);

}  // namespace databricks
