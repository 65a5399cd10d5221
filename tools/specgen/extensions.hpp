// Which members of the clients have more than the API: hand-written services in <databricks/ext/...>.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace specgen {

/// Reads `{"workspace": ["clusters"], "account": []}`: for each kind of client the members that are of a class
/// `ext::Clusters` from `<databricks/ext/clusters.hpp>` in place of, or beside, the service of the API. Throws
/// databricks::JsonError.
std::map<std::string, std::set<std::string>> read_extensions(std::string_view text);

}  // namespace specgen
