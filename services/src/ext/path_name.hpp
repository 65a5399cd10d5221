// The text of a path: which file system it means, and where in it.
#pragma once

#include <string>
#include <string_view>

namespace databricks::ext {

enum class PathKind { local, dbfs, volumes };

struct PathName {
  PathKind kind = PathKind::dbfs;
  std::string path{};  // without scheme; of remote ones `/a/b`: absolute, no double slashes, none at the end

  friend bool operator==(const PathName&, const PathName&) = default;
};

/// Throws InvalidArgument, see Dbfs in <databricks/ext/dbfs.hpp>.
PathName parse_path(std::string_view text);
/// As it is shown: `file:/tmp/x` for local ones, else the path.
std::string shown(const PathName& name);
/// The last part of it.
std::string base_name(const PathName& name);
/// `relative` may have several parts.
PathName child_of(const PathName& directory, std::string_view relative);
/// What a listing calls `path`, as seen from the directory: `a/b`. Throws Error when it is not truly beneath: names
/// that a service sends must not lead elsewhere.
std::string relative_to(const PathName& directory, std::string_view path);

}  // namespace databricks::ext
