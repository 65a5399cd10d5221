// What a configuration holds and where that came from.
#include "config/advice.hpp"
#include "config/environments.hpp"
#include "config/host.hpp"
#include "config/origins.hpp"

namespace databricks {

namespace {

constexpr std::string_view kMask = "********";

// Whether `item` is in a list with commas.
bool lists(std::string_view list, std::string_view item) {
  return (',' + std::string(list) + ',').find(',' + std::string(item) + ',') != std::string::npos;
}

std::string note_for(const Config& config, const AttributeRow& row) {
  if (config.auth_type.empty() || row.used_by.empty() || lists(row.used_by, config.auth_type)) return {};
  return "not used by " + config.auth_type + " authentication";
}

}  // namespace

std::vector<ConfigValue> explain(const Config& config) {
  std::vector<ConfigValue> values;
  for (const auto& row : attribute_rows()) {
    if (!is_set(config, row)) continue;
    values.push_back({std::string(row.attribute.name), shown_value(config, row, kMask),
                      source_of(config, config.origins.get(), row), note_for(config, row)});
  }
  return values;
}

std::string hostname(const Config& config) { return std::string(bare_name(config.host)); }

bool is_account_client(const Config& config) { return is_account_host(config); }

}  // namespace databricks
