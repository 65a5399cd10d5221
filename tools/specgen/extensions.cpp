#include "extensions.hpp"

#include <databricks/field.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>

namespace specgen {

std::map<std::string, std::set<std::string>> read_extensions(std::string_view text) {
  std::map<std::string, std::set<std::string>> result;
  for (const auto& [client, members] : databricks::from_json<databricks::map<databricks::list<std::string>>>(text)) {
    result[client].insert(members.begin(), members.end());
  }
  return result;
}

}  // namespace specgen
