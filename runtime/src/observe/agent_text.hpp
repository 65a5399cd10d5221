// What is allowed in the segments of a User-Agent.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

/// One or more of 0-9A-Za-z_.+-
bool is_agent_name(std::string_view text);
/// A version by Semantic Versioning 2.0.0: `1.2.3-rc.1+build.7`
bool is_semver(std::string_view text);
/// Any text as a name: other characters become `-`.
std::string agent_name(std::string_view text);

}  // namespace databricks::detail
