// Clouds: what follows from the name of a host.
#pragma once

#include <databricks/config.hpp>

#include <optional>
#include <string_view>

namespace databricks {

enum class Cloud { aws, azure, gcp };

struct DatabricksEnvironment {
  Cloud cloud;
  std::string_view dns_zone;           // `.cloud.databricks.com`
  std::string_view azure_application;  // the login audience; Azure only
  std::string_view azure_environment;  // name in the table of Azure's; Azure only
};

/// Endpoints of one of Azure's clouds. They end in a slash, which is part of them as audiences.
struct AzureEnvironment {
  std::string_view name;
  std::string_view service_management;
  std::string_view resource_manager;
  std::string_view active_directory;
};

/// By the bare name of the host; of an Azure workspace behind another name the public cloud's, or the one that
/// azure_environment names.
const DatabricksEnvironment& environment_of(const Config& config);
/// Throws ConfigError for an azure_environment that is none, listing those there are.
const AzureEnvironment& azure_environment_of(const Config& config);

/// AWS, AZURE or GCP in any case; nothing for another name.
std::optional<Cloud> cloud_named(std::string_view name);

/// By the Azure resource, else by `cloud` when it names one, else by the host's name.
/// Whether the host's name says which cloud it is in.
bool is_known_host(const Config& config);
bool is_azure(const Config& config);
bool is_gcp(const Config& config);

enum class HostType { workspace, account, unified };
/// By what the host says about itself, else by its name: `https://accounts.…` and `https://accounts-dod.…` are
/// accounts.
HostType host_type_of(const Config& config);
bool is_account_host(const Config& config);

}  // namespace databricks
