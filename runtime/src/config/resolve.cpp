// Fills a configuration from environment and file.
#include "config/advice.hpp"
#include "config/conflicts.hpp"
#include "config/environments.hpp"
#include "config/host.hpp"
#include "config/origins.hpp"
#include "config/profile.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>

namespace databricks {

namespace {

void fill_from_environment(Config& config, ConfigOrigins& origins) {
  for (const auto& row : attribute_rows()) {
    for (const auto name : {row.attribute.environment, row.attribute.environment_alias}) {
      if (name.empty() || is_set(config, row)) continue;
      const auto value = environment_value(config, name);
      const auto source = std::string(name) + " environment variable";
      if (value.empty()) continue;
      set_from_text(config, row, value, source);
      note_origin(origins, config, row, source);
    }
  }
}

// A host or credential given otherwise makes the DEFAULT profile none of our business; an explicit profile is always
// read.
bool wants_file(const Config& config) {
  if (!config.profile.empty()) return true;
  if (!config.host.empty()) return false;
  for (const auto& row : attribute_rows()) {
    if (!row.group.empty() && is_configured(config, row)) return false;
  }
  return true;
}

std::string take_value(IniSection& values, const ConfigAttribute& attribute) {
  const auto first = values.extract(std::string(attribute.name));
  const auto second = values.extract(std::string(attribute.file_alias));
  return first ? first.mapped() : second ? second.mapped() : "";
}

// A profile that was asked for and then overruled by a variable somebody forgot about: hard to see otherwise.
void warn_of_overruled(const Config& config, ConfigOrigins& origins, const AttributeRow& row, const std::string& value,
                       const std::string& source) {
  const auto other = source_of(config, &origins, row);
  if (!other.ends_with(" environment variable") || attribute_text(config, row) == value) return;
  add_once(origins.warnings, std::string(row.attribute.name) + " of " + source + " is overruled by " + other);
}

void fill_from_file(Config& config, ConfigOrigins& origins) {
  auto profile = load_profile(config, origins);
  if (!profile) return;
  origins.loaded_profile = profile->name;
  const auto source = profile->path + " config file, profile " + profile->name;
  for (const auto& row : attribute_rows()) {
    const auto value = row.in_file ? take_value(profile->values, row.attribute) : "";
    if (value.empty()) continue;
    if (is_set(config, row)) {
      if (profile->requested) warn_of_overruled(config, origins, row, value, source);
      continue;
    }
    set_from_text(config, row, value, source);
    note_origin(origins, config, row, source);
  }
  if (profile->requested && config.profile.empty()) {
    config.profile = profile->name;
    note_origin(origins, config, *find_attribute("profile"), profile->path + " config file, default_profile");
  }
  for (const auto& [key, value] : profile->values) add_once(origins.details, source + ": no use is known for " + key);
}

// The same value in its normal form keeps its origin.
void replace(Config& config, ConfigOrigins& origins, std::string_view name, std::string Config::*member,
             std::string value) {
  const auto& row = *find_attribute(name);
  const auto source = source_of(config, &origins, row);
  if (config.*member == value) return;
  config.*member = std::move(value);
  if (source != "dynamic configuration") note_origin(origins, config, row, source);
}

void promote(Config& config, ConfigOrigins& origins, std::string_view name, std::string Config::*member,
             const std::string& value) {
  if (!(config.*member).empty() || value.empty()) return;
  config.*member = value;
  note_origin(origins, config, *find_attribute(name), "query of host");
}

void normalise_host(Config& config, ConfigOrigins& origins) {
  if (config.host.empty()) return;
  const auto host = parse_host(config.host);
  if (host.had_path) add_once(origins.warnings, "the path of host is dropped, calls go to " + host.url);
  replace(config, origins, "host", &Config::host, host.url);
  promote(config, origins, "workspace_id", &Config::workspace_id, host.workspace_id);
  promote(config, origins, "account_id", &Config::account_id, host.account_id);
}

void normalise_cloud(Config& config, ConfigOrigins& origins) {
  constexpr const char* kNames[] = {"AWS", "AZURE", "GCP"};
  if (const auto cloud = cloud_named(config.cloud)) {
    replace(config, origins, "cloud", &Config::cloud, kNames[static_cast<std::size_t>(*cloud)]);
  } else if (!config.cloud.empty()) {
    add_once(origins.warnings, "cloud is none of AWS, AZURE and GCP, so the host's name decides");
  }
  if (!config.azure_environment.empty()) azure_environment_of(config);  // throws for a name that is none
}

void normalise_scopes(Config& config, ConfigOrigins& origins) {
  const auto& row = *find_attribute("scopes");
  const auto source = source_of(config, &origins, row);
  config.scopes = usual_scopes(config.scopes);
  if (!source.empty() && source != "dynamic configuration") note_origin(origins, config, row, source);
}

}  // namespace

Config resolve(Config config) {
  auto origins = config.origins ? std::make_shared<ConfigOrigins>(*config.origins) : std::make_shared<ConfigOrigins>();
  try {
    fill_from_environment(config, *origins);
    if (wants_file(config)) fill_from_file(config, *origins);
    check_conflicts(config, *origins);
    normalise_host(config, *origins);
    normalise_cloud(config, *origins);
    normalise_scopes(config, *origins);
  } catch (const ConfigError& error) {
    throw ConfigError(std::string(without_final_dots(error.what())) + configuration_advice(config));
  }
  config.origins = std::move(origins);
  return config;
}

}  // namespace databricks
