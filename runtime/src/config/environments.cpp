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

const DatabricksEnvironment* by_name(const Config& config) {
  const auto name = bare_name(config.host);
  const auto ends_it = [&](const DatabricksEnvironment& e) { return name.ends_with(e.dns_zone); };
  const auto found = std::find_if(std::begin(kEnvironments), std::end(kEnvironments), ends_it);
  return found == std::end(kEnvironments) ? nullptr : found;
}

constexpr std::pair<std::string_view, Cloud> kClouds[] = {
    {"AWS", Cloud::aws}, {"AZURE", Cloud::azure}, {"GCP", Cloud::gcp}};

std::optional<Cloud> cloud_of(const Config& config) {
  if (const auto named = cloud_named(config.cloud)) return named;
  const auto* found = by_name(config);
  return found ? std::optional(found->cloud) : std::nullopt;
}

constexpr std::pair<std::string_view, HostType> kHostTypes[] = {
    {"workspace", HostType::workspace}, {"account", HostType::account}, {"unified", HostType::unified}};

}  // namespace

std::optional<Cloud> cloud_named(std::string_view name) {
  for (const auto& [known, cloud] : kClouds) {
    if (same_text(known, trim(name))) return cloud;
  }
  return std::nullopt;
}

bool is_known_host(const Config& config) { return by_name(config) != nullptr; }

bool is_azure(const Config& config) {
  return !config.azure_workspace_resource_id.empty() || cloud_of(config) == Cloud::azure;
}

bool is_gcp(const Config& config) { return cloud_of(config) == Cloud::gcp; }

HostType host_type_of(const Config& config) {
  for (const auto& [name, type] : kHostTypes) {
    if (same_text(config.host_type, name)) return type;
  }
  const bool is_account =
      config.host.starts_with("https://accounts.") || config.host.starts_with("https://accounts-dod.");
  return is_account ? HostType::account : HostType::workspace;
}

bool is_account_host(const Config& config) { return host_type_of(config) == HostType::account; }

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
