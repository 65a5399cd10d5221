// What the environment says about where a program runs.
#pragma once

#include <databricks/function.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

/// A variable's text; nothing when it is not set. An empty text is set.
using Environment = Function<std::optional<std::string>(std::string_view name)>;

/// The CI system: `github`. Empty: none that we know.
std::string ci_provider(const Environment& environment);
/// The coding agent: `claude-code`, or `multiple`. Empty: none.
std::string coding_agent(const Environment& environment);
/// What runs the coding agent. Empty: none.
std::string meta_harness(const Environment& environment);

}  // namespace databricks::detail
