// Which section of which file a configuration takes its rest from.
#pragma once

#include "config/ini.hpp"

#include <databricks/config.hpp>
#include <optional>

namespace databricks {

/// How a configuration reads the environment: empty counts as unset.
std::string environment_value(const Config& config, std::string_view name);

struct Profile {
  std::string path{};  // of the file
  std::string name{};
  bool requested = false;  // by the configuration or by the file's settings, not as the silent fallback
  IniSection values{};
};

/// Nothing when there is no file, or no DEFAULT section and nobody asked for a profile. Warnings go to `origins`.
/// Throws ConfigError for a file that can't be read or parsed, and for a profile that is not in it.
std::optional<Profile> load_profile(const Config& config, ConfigOrigins& origins);

}  // namespace databricks
