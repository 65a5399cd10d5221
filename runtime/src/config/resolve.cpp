// Fills a configuration from environment and file.
#include "config/attributes.hpp"
#include "config/host.hpp"
#include "config/profile.hpp"

#include <databricks/error.hpp>

namespace databricks {

namespace {

void fill_from_environment(Config& config) {
  for (const auto& row : attribute_rows()) {
    if (row.attribute.environment.empty() || is_set(config, row)) continue;
    const auto value = environment_value(config, row.attribute.environment);
    if (!value.empty()) set_from_text(config, row, value, row.attribute.environment);
  }
}

// A host or credential given otherwise makes the DEFAULT profile none of our business; an explicit profile is always
// read.
bool wants_file(const Config& config) {
  if (!config.profile.empty()) return true;
  if (!config.host.empty()) return false;
  for (const auto& row : attribute_rows()) {
    if (!row.group.empty() && is_set(config, row)) return false;
  }
  return true;
}

void fill_from_file(Config& config) {
  const auto profile = load_profile(config);
  if (!profile) return;
  const auto source = "profile " + profile->name + " of " + profile->path;
  for (const auto& row : attribute_rows()) {
    if (!row.in_file || is_set(config, row)) continue;
    const auto value = profile->values.find(std::string(row.attribute.name));
    if (value != profile->values.end()) set_from_text(config, row, value->second, source);
  }
  if (profile->requested) config.profile = profile->name;
}

void normalise_host(Config& config) {
  if (config.host.empty()) return;
  const auto host = parse_host(config.host);
  config.host = host.url;
  if (config.workspace_id.empty()) config.workspace_id = host.workspace_id;
  if (config.account_id.empty()) config.account_id = host.account_id;
}

}  // namespace

Config resolve(Config config) {
  fill_from_environment(config);
  if (wants_file(config)) fill_from_file(config);
  normalise_host(config);
  return config;
}

}  // namespace databricks
