// How programs name themselves in the User-Agent header. The process-wide state here is the SDK's only one; all of it
// is locked. What belongs to one client goes into its Config (product, user_agent_extra).
#pragma once

#include <databricks/export.hpp>

#include <string_view>

namespace databricks {

/// Of the program, for clients whose Config has none: `my-tool`, `1.2.3`. Throws InvalidArgument for a name with
/// other characters than 0-9A-Za-z_.+- and for a version that is not SemVer 2. Callable from any thread.
DATABRICKS_API void set_product(std::string_view name, std::string_view version);
/// Appends `key/value` for all clients, those that exist already included; the same pair once only. Callable from any
/// thread. Throws InvalidArgument for other characters than those of a name.
DATABRICKS_API void add_user_agent(std::string_view key, std::string_view value);
/// add_user_agent("partner", name).
DATABRICKS_API void add_partner(std::string_view name);

}  // namespace databricks
