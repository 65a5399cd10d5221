// Files that hold a token.
#pragma once

#include <optional>
#include <string>

namespace databricks::detail {

/// All of a regular file; nothing when there is none. Throws AuthError, which names the path only, when it can't be
/// read, is something else (a pipe would block) or is larger than 1 MiB.
std::optional<std::string> read_small_file(const std::string& path);

}  // namespace databricks::detail
