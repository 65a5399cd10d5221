#include "config/attributes.hpp"

#include "text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <databricks/error.hpp>

namespace databricks {

namespace {

constexpr bool kSecret = true;
constexpr bool kNotInFile = false;
constexpr std::string_view kFederation = "oauth-m2m,env-oidc,file-oidc,github-oidc,azure-devops-oidc,external-browser";
constexpr std::string_view kExchange = "env-oidc,file-oidc,github-oidc,azure-devops-oidc";
constexpr std::string_view kAzure = "azure-cli,azure-msi,azure-client-secret,github-oidc-azure";
constexpr std::string_view kEntra = "azure-client-secret,azure-msi,github-oidc-azure,external-browser";
constexpr std::string_view kTenant = "azure-cli,azure-client-secret,github-oidc-azure";
constexpr std::string_view kGitHub = "github-oidc,github-oidc-azure";
constexpr std::string_view kBrowser = "external-browser";

// name, environment, secret, file alias, environment alias, default, documentation; member; group; used by
// clang-format off
constexpr AttributeRow kRows[] = {
    {{"host", "DATABRICKS_HOST", false, "", "", "",
      "Address of the workspace or account console: `https://example.cloud.databricks.com`"}, &Config::host},
    {{"account_id", "DATABRICKS_ACCOUNT_ID", false, "", "", "",
      "The account; needed for account-level calls"}, &Config::account_id},
    {{"workspace_id", "DATABRICKS_WORKSPACE_ID", false, "", "", "",
      "Sent with every workspace-level call when set; needed where one host serves many workspaces"},
     &Config::workspace_id},
    {{"cloud", "DATABRICKS_CLOUD", false, "", "", "by the host's name",
      "`AWS`, `AZURE` or `GCP`, in any case"}, &Config::cloud},
    {{"discovery_url", "DATABRICKS_DISCOVERY_URL", false, "", "", "by the host",
      "The OAuth server's metadata document"}, &Config::discovery_url},
    {{"token", "DATABRICKS_TOKEN", kSecret, "", "", "",
      "A personal access token, or an Entra ID access token"}, &Config::token, "pat", "pat"},
    {{"token_audience", "DATABRICKS_TOKEN_AUDIENCE", false, "audience", "TOKEN_AUDIENCE", "by the host",
      "The audience of identity tokens that are asked for"}, &Config::token_audience, "", kExchange},
    {{"oidc_token_env", "DATABRICKS_OIDC_TOKEN_ENV", false, "", "", "DATABRICKS_OIDC_TOKEN",
      "The name of the variable that holds an identity token"}, &Config::oidc_token_env, "env-oidc", "env-oidc"},
    {{"oidc_token_filepath", "DATABRICKS_OIDC_TOKEN_FILEPATH", false, "databricks_id_token_filepath",
      "DATABRICKS_OIDC_TOKEN_FILE", "",
      "The file that holds an identity token"}, &Config::oidc_token_filepath, "file-oidc", "file-oidc"},
    {{"username", "DATABRICKS_USERNAME", false, "", "", "", "User name"}, &Config::username, "basic", "basic"},
    {{"password", "DATABRICKS_PASSWORD", kSecret, "", "", "", "Its password"}, &Config::password, "basic", "basic"},
    {{"client_id", "DATABRICKS_CLIENT_ID", false, "", "", "",
      "Of a service principal, or of an OAuth application"}, &Config::client_id, "oauth", kFederation},
    {{"client_secret", "DATABRICKS_CLIENT_SECRET", kSecret, "", "", "",
      "Secret of the service principal or application"}, &Config::client_secret, "oauth",
     "oauth-m2m,external-browser"},
    {{"profile", "DATABRICKS_CONFIG_PROFILE", false, "", "", "DEFAULT",
      "Section of the configuration file"}, &Config::profile, "", "", kNotInFile},
    {{"config_file", "DATABRICKS_CONFIG_FILE", false, "", "", "~/.databrickscfg",
      "The configuration file; a leading `~` is the home directory"}, &Config::config_file, "", "", kNotInFile},
    {{"google_service_account", "DATABRICKS_GOOGLE_SERVICE_ACCOUNT", false, "", "", "",
      "E-mail address of a Google service account to impersonate"}, &Config::google_service_account, "google",
     "google-id"},
    {{"google_credentials", "GOOGLE_CREDENTIALS", kSecret, "", "", "",
      "The key of a Google service account as JSON, or the file that holds it"}, &Config::google_credentials,
     "google", "google-credentials"},
    {{"azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID", false, "", "", "",
      "The workspace's Azure resource; can stand in for `host`"}, &Config::azure_workspace_resource_id, "azure",
     kAzure},
    {{"azure_use_msi", "ARM_USE_MSI", false, "", "", "false",
      "Use the managed identity of this machine"}, &Config::azure_use_msi, "azure", "azure-msi"},
    {{"azure_client_secret", "ARM_CLIENT_SECRET", kSecret, "", "", "",
      "Secret of an Entra application"}, &Config::azure_client_secret, "azure",
     "azure-client-secret,external-browser"},
    {{"azure_client_id", "ARM_CLIENT_ID", false, "", "", "",
      "An Entra application, or the managed identity's client ID"}, &Config::azure_client_id, "azure", kEntra},
    {{"azure_tenant_id", "ARM_TENANT_ID", false, "", "", "asked of the workspace",
      "The Entra tenant"}, &Config::azure_tenant_id, "azure", kTenant},
    {{"azure_environment", "ARM_ENVIRONMENT", false, "", "", "by the host, else PUBLIC",
      "`PUBLIC`, `USGOVERNMENT` or `CHINA`; Azure's own names such as `AzureChinaCloud` too"},
     &Config::azure_environment, "", kAzure},
    {{"databricks_cli_path", "DATABRICKS_CLI_PATH", false, "", "", "`databricks` on `PATH`",
      "The command-line tool that is asked for tokens"}, &Config::databricks_cli_path, "", "databricks-cli"},
    {{"auth_type", "DATABRICKS_AUTH_TYPE", false, "", "", "the first method that fits",
      "The only method to try"}, &Config::auth_type},
    {{"cluster_id", "DATABRICKS_CLUSTER_ID", false, "", "", "",
      "For programs that run something on a cluster"}, &Config::cluster_id},
    {{"warehouse_id", "DATABRICKS_WAREHOUSE_ID", false, "", "", "",
      "For programs that run something on a SQL warehouse"}, &Config::warehouse_id},
    {{"serverless_compute_id", "DATABRICKS_SERVERLESS_COMPUTE_ID", false, "", "", "",
      "For programs that run something on serverless compute"}, &Config::serverless_compute_id},
    {{"skip_verify", "", false, "", "", "false",
      "TLS without a check of the peer; for tests only"}, &Config::skip_verify},
    {{"http_timeout_seconds", "", false, "", "", "60",
      "How long an attempt may go without a byte in either direction"}, &Config::http_timeout_seconds},
    {{"debug_truncate_bytes", "DATABRICKS_DEBUG_TRUNCATE_BYTES", false, "", "", "96",
      "Longest text in the debug log; less than 96 is 96"}, &Config::debug_truncate_bytes},
    {{"debug_headers", "DATABRICKS_DEBUG_HEADERS", false, "", "", "false",
      "Request headers in the debug log, without secrets"}, &Config::debug_headers},
    {{"rate_limit", "DATABRICKS_RATE_LIMIT", false, "", "", "no limit",
      "Attempts per second"}, &Config::rate_limit},
    {{"retry_timeout_seconds", "", false, "", "", "300",
      "For all attempts of a call; negative: no limit"}, &Config::retry_timeout_seconds},
    {{"metadata_service_url", "DATABRICKS_METADATA_SERVICE_URL", kSecret, "", "", "",
      "A local service that gives tokens"}, &Config::metadata_service_url, "metadata-service", "metadata-service"},
    {{"metadata_service_remote", "", false, "", "", "false",
      "The service that gives tokens may be on another machine"}, &Config::metadata_service_remote, "",
     "metadata-service"},
    {{"max_connection_pools", "", false, "", "", "20",
      "Hosts whose idle connections are kept"}, &Config::max_connection_pools},
    {{"max_connections_per_pool", "", false, "", "", "20",
      "Connections to one host; more calls wait for a free one"}, &Config::max_connections_per_pool},
    {{"disable_async_token_refresh", "DATABRICKS_DISABLE_ASYNC_TOKEN_REFRESH", false, "", "", "false",
      "Tokens are renewed in the call that needs one, not in the background"}, &Config::disable_async_token_refresh},
    {{"disable_experimental_files_api_client", "DATABRICKS_DISABLE_EXPERIMENTAL_FILES_API_CLIENT", false, "", "",
      "false", "Files are sent and fetched in one piece"}, &Config::disable_experimental_files_api_client},
    {{"scopes", "", false, "", "", "all-apis",
      "Of OAuth tokens, with commas or blanks between them"}, &Config::scopes},
    {{"authorization_details", "", false, "", "", "",
      "A JSON array (RFC 9396) that is sent when a token is asked for"}, &Config::authorization_details},
    {{"disable_oauth_refresh_token", "DATABRICKS_DISABLE_OAUTH_REFRESH_TOKEN", false, "", "", "false",
      "The browser sign-in does not ask for `offline_access`"}, &Config::disable_oauth_refresh_token, "", kBrowser},
    {{"actions_id_token_request_url", "ACTIONS_ID_TOKEN_REQUEST_URL", false, "", "", "",
      "Set by GitHub Actions"}, &Config::actions_id_token_request_url, "", kGitHub},
    {{"actions_id_token_request_token", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", kSecret, "", "", "",
      "Set by GitHub Actions"}, &Config::actions_id_token_request_token, "", kGitHub},
    {{"oauth_callback_port", "DATABRICKS_OAUTH_CALLBACK_PORT", false, "", "", "8020 to 8040",
      "Port for the answer of the browser sign-in"}, &Config::oauth_callback_port, "", kBrowser},
    {{"redirect_url", "DATABRICKS_REDIRECT_URL", false, "", "", "",
      "Address for the answer of the browser sign-in, for applications of your own"}, &Config::redirect_url, "oauth",
     kBrowser},
    {{"oauth_browser_auth_timeout", "DATABRICKS_OAUTH_BROWSER_AUTH_TIMEOUT", false, "", "", "300",
      "Seconds that the browser sign-in may take"}, &Config::oauth_browser_auth_timeout, "", kBrowser},
    {{"disable_retries", "DATABRICKS_DISABLE_RETRIES", false, "", "", "false",
      "Every call has one attempt"}, &Config::disable_retries},
    {{"ca_file", "DATABRICKS_CA_BUNDLE", false, "", "", "the system's certificates",
      "PEM file of the authorities to trust"}, &Config::ca_file},
    {{"ca_directory", "", false, "", "", "the system's certificates",
      "The same as a directory with hashed names"}, &Config::ca_directory},
    {{"client_certificate", "", false, "", "", "",
      "PEM file with the certificate for servers that ask for one, and its chain"}, &Config::client_certificate},
    {{"client_key", "", false, "", "", "in `client_certificate`",
      "PEM file with its key"}, &Config::client_key},
};
// clang-format on

constexpr auto kAttributes = [] {
  std::array<ConfigAttribute, std::size(kRows)> attributes{};
  std::transform(std::begin(kRows), std::end(kRows), attributes.begin(), [](const auto& row) { return row.attribute; });
  return attributes;
}();

struct BoolWord {
  std::string_view word;
  bool value;
};

constexpr BoolWord kBoolWords[] = {{"1", true},  {"t", true},  {"true", true},
                                   {"0", false}, {"f", false}, {"false", false}};

bool parse(std::string_view text, std::string& value) {
  value = text;
  return true;
}

bool parse(std::string_view text, std::optional<int>& value) {
  const auto digits = trim(text);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  value = number;
  return true;
}

bool parse(std::string_view text, std::optional<bool>& value) {
  const auto word = ascii_lower(trim(text));
  for (const auto& known : kBoolWords) {
    if (known.word != word) continue;
    value = known.value;
    return true;
  }
  return false;
}

bool parse(std::string_view text, std::vector<std::string>& value) {
  value = usual_scopes({std::string(text)});
  return true;
}

constexpr std::string_view expected(const std::string&) { return "text"; }
constexpr std::string_view expected(const std::optional<int>&) { return "a whole number below 2147483648"; }
constexpr std::string_view expected(const std::optional<bool>&) { return "true or false"; }
constexpr std::string_view expected(const std::vector<std::string>&) { return "a list"; }

template <class T>
bool has_value(const T& value) {
  return !value.empty();
}
template <class T>
bool has_value(const std::optional<T>& value) {
  return value.has_value();
}

template <class T>
bool wants(const T& value) {
  return !value.empty();
}
template <class T>
bool wants(const std::optional<T>& value) {
  return value.value_or(T{}) != T{};
}

std::string text_of(const std::string& value) { return value; }
std::string text_of(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }
std::string text_of(const std::optional<bool>& value) { return !value ? "" : *value ? "true" : "false"; }
std::string text_of(const std::vector<std::string>& value) {
  std::string text;
  for (const auto& item : value) text.append(text.empty() ? "" : ",").append(item);
  return text;
}

// A bad value is shown only so far as it can be a slip.
std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 40;
  return text.size() <= kMost ? '"' + std::string(text) + '"' : "a text of " + std::to_string(text.size()) + " bytes";
}

}  // namespace

std::span<const ConfigAttribute> config_attributes() { return kAttributes; }

std::span<const AttributeRow> attribute_rows() { return kRows; }

const AttributeRow* find_attribute(std::string_view name) {
  const auto is_it = [&](const AttributeRow& row) { return row.attribute.name == name; };
  const auto found = std::find_if(std::begin(kRows), std::end(kRows), is_it);
  return found == std::end(kRows) ? nullptr : found;
}

bool is_set(const Config& config, const AttributeRow& row) {
  return std::visit([&](auto member) { return has_value(config.*member); }, row.member);
}

bool is_configured(const Config& config, const AttributeRow& row) {
  return std::visit([&](auto member) { return wants(config.*member); }, row.member);
}

std::string attribute_text(const Config& config, const AttributeRow& row) {
  return std::visit([&](auto member) { return text_of(config.*member); }, row.member);
}

void set_from_text(Config& config, const AttributeRow& row, std::string_view text, std::string_view source) {
  const auto set = [&](auto member) {
    if (parse(text, config.*member)) return;
    std::string message = std::string(row.attribute.name) + " from " + std::string(source) + " must be ";
    message += expected(config.*member);
    if (!row.attribute.secret) message += ", not " + quoted(text);
    throw ConfigError(message);
  };
  std::visit(set, row.member);
}

std::vector<std::string> usual_scopes(const std::vector<std::string>& scopes) {
  constexpr std::string_view kSeparators = ", \t\r\n\f\v";
  std::vector<std::string> usual;
  for (std::string_view text : scopes) {
    while (!(text = trim(text, kSeparators)).empty()) {
      const auto end = std::min(text.find_first_of(kSeparators), text.size());
      usual.emplace_back(text.substr(0, end));
      text.remove_prefix(end);
    }
  }
  std::sort(usual.begin(), usual.end());
  usual.erase(std::unique(usual.begin(), usual.end()), usual.end());
  return usual;
}

}  // namespace databricks
