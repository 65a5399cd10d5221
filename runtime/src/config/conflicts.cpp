#include "config/conflicts.hpp"

#include "config/origins.hpp"

#include <databricks/error.hpp>

#include <map>

namespace databricks {

namespace {

using Groups = std::map<std::string_view, std::vector<const AttributeRow*>>;

Groups configured_groups(const Config& config) {
  Groups groups;
  for (const auto& row : attribute_rows()) {
    if (!row.group.empty() && is_configured(config, row)) groups[row.group].push_back(&row);
  }
  // An identity token is exchanged in the name of a client: its ID alone is no method of its own.
  const bool exchanges = groups.contains("env-oidc") || groups.contains("file-oidc");
  const auto oauth = groups.find("oauth");
  if (exchanges && oauth != groups.end() && oauth->second.size() == 1 && !config.client_id.empty()) groups.erase(oauth);
  return groups;
}

}  // namespace

void check_conflicts(const Config& config, const ConfigOrigins& origins) {
  if (!config.auth_type.empty()) return;
  const auto groups = configured_groups(config);
  if (groups.size() < 2) return;
  std::string names;
  std::string sources;
  for (const auto& [group, rows] : groups) {
    names.append(names.empty() ? "" : " and ").append(group);
    for (const auto* row : rows) {
      sources.append(sources.empty() ? "" : ", ").append(row->attribute.name);
      sources.append(" (").append(source_of(config, &origins, *row)).append(")");
    }
  }
  throw ConfigError("validate: more than one authorization method configured: " + names + ". They come from " +
                    sources + ". Set auth_type to the one that is meant, or unset the others");
}

}  // namespace databricks
