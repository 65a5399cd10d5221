// Files of DBFS in blocks of at most 1 MiB.
#pragma once

#include "path_operations.hpp"

namespace databricks::ext {

/// One call per block, when it is reached. Reading throws Error when the file turns out to be shorter than `size`.
std::unique_ptr<std::streambuf> read_dbfs(const PathContext& context, const std::string& path, std::uint64_t size);
/// Creates the file, or empties it with `overwrite`. The service's handle is closed in any case.
std::unique_ptr<WriteBuffer> write_dbfs(const PathContext& context, const std::string& path, bool overwrite);

}  // namespace databricks::ext
