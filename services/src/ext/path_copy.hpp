// Copies and moves within and across file systems.
#pragma once

#include "path_operations.hpp"

namespace databricks::ext {

void copy_path(const PathContext& context, const PathName& from, const PathName& to, const PathCopyOptions& options);
void move_path(const PathContext& context, const PathName& from, const PathName& to, const PathCopyOptions& options);

}  // namespace databricks::ext
