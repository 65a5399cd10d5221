// Directories and what is beneath.
#pragma once

#include "path_operations.hpp"

namespace databricks::ext {

/// What is directly in a directory, and truly in it.
std::vector<PathEntry> entries_in(const PathContext& context, const PathName& directory);
/// The files beneath, breadth first, each with its path relative to the directory. Not recursive: of the top level.
struct FoundFile {
  PathEntry entry{};
  std::string relative{};
};
std::vector<FoundFile> files_beneath(const PathContext& context, const PathName& directory, bool recursive);

}  // namespace databricks::ext
