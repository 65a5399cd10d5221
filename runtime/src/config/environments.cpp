#include "config/environments.hpp"

#include "config/host.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <array>

namespace databricks {

namespace {

constexpr std::string_view kApplication = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

// The first whose zone ends the host's name.
constexpr DatabricksEnvironment kEnvironments[] = {
    {Cloud::aws, ".dev.databricks.com", "", ""},
    {Cloud::aws, ".staging.cloud.databricks.com", "", ""},
    {Cloud::aws, ".cloud.databricks.us", "", ""},
    {Cloud::aws, ".cloud.databricks.com", "", ""},
    {Cloud::azure, ".dev.azuredatabricks.net", "62a912ac-b58e-4c1d-89ea-b2dbfc7358fc", "PUBLIC"},
    {Cloud::azure, ".staging.azuredatabricks.net", "4a67d088-db5c-48f1-9ff2-0aace800ae68", "PUBLIC"},
    {Cloud::azure, ".azuredatabricks.net", kApplication, "PUBLIC"},
    {Cloud::azure, ".databricks.azure.us", kApplication, "USGOVERNMENT"},
    {Cloud::azure, ".databricks.azure.cn", kApplication, "CHINA"},
    {Cloud::gcp, ".dev.gcp.databricks.com", "", ""},
    {Cloud::gcp, ".staging.gcp.databricks.com", "", ""},
    {Cloud::gcp, ".gcp.databricks.com", "", ""},
};
constexpr const DatabricksEnvironment& kDefault = kEnvironments[3];
constexpr const DatabricksEnvironment* kAzure[] = {&kEnvironments[6], &kEnvironments[7], &kEnvironments[8]};

constexpr AzureEnvironment kAzureEnvironments[] = {
    {"PUBLIC", "https://management.core.windows.net/", "https://management.azure.com/",
     "https://login.microsoftonline.com/"},
    {"USGOVERNMENT", "https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/",
     "https://login.microsoftonline.us/"},
    {"CHINA", "https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn/",
     "https://login.chinacloudapi.cn/"},
};

// `AzureChinaCloud` and `USGOV` are names of the same.
std::string usual_name(std::string_view text) {
  std::string name(trim(text));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (name.starts_with("AZURE")) name.erase(0, 5);
  if (name.ends_with("CLOUD")) name.erase(name.size() - 5);
  return name == "USGOV" ? "USGOVERNMENT" : name.empty() ? "PUBLIC" : name;
}

// The host's name without scheme, port and path.
std::string_view bare_name(std::string_view host) {
  if (const auto scheme = host.find("://"); scheme != host.npos) host.remove_prefix(scheme + 3);
  return host.substr(0, host.find_first_of(":/"));
}

const DatabricksEnvironment* by_name(const Config& config) {
  const auto name = bare_name(config.host);
  const auto ends_it = [&](const DatabricksEnvironment& e) { return name.ends_with(e.dns_zone); };
  const auto found = std::find_if(std::begin(kEnvironments), std::end(kEnvironments), ends_it);
  return found == std::end(kEnvironments) ? nullptr : found;
}

bool is_cloud(const Config& config, std::string_view name, Cloud cloud) {
  if (!config.cloud.empty()) return same_text(config.cloud, name);
  const auto* found = by_name(config);
  return found && found->cloud == cloud;
}

}  // namespace

bool is_azure(const Config& config) {
  return !config.azure_workspace_resource_id.empty() || is_cloud(config, "AZURE", Cloud::azure);
}

bool is_gcp(const Config& config) { return is_cloud(config, "GCP", Cloud::gcp); }

bool is_account_host(const Config& config) {
  return config.host.starts_with("https://accounts.") || config.host.starts_with("https://accounts-dod.");
}

const DatabricksEnvironment& environment_of(const Config& config) {
  const auto* found = by_name(config);
  if (!is_azure(config)) return found ? *found : kDefault;
  if (found && found->cloud == Cloud::azure) return *found;
  const auto name = azure_environment_of(config).name;
  return **std::find_if(std::begin(kAzure), std::end(kAzure), [&](auto* e) { return e->azure_environment == name; });
}

const AzureEnvironment& azure_environment_of(const Config& config) {
  const auto* found = config.azure_environment.empty() ? by_name(config) : nullptr;
  const auto name = found && found->cloud == Cloud::azure ? std::string(found->azure_environment)
                                                          : usual_name(config.azure_environment);
  for (const auto& known : kAzureEnvironments) {
    if (known.name == name) return known;
  }
  throw ConfigError("azure_environment must be PUBLIC, USGOVERNMENT or CHINA, not \"" + config.azure_environment + '"');
}

}  // namespace databricks
