// Paths of DBFS: the service does most of it.
#include "dbfs_stream.hpp"

#include <databricks/models/files.hpp>

#include <algorithm>

namespace databricks::ext {

namespace {

using services::files::Dbfs;

PathEntry entry_of(const files::FileInfo& info, const std::string& path) {
  return {.path = path,
          .is_dir = info.is_dir.value_or(false),
          .file_size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, info.file_size.value_or(0))),
          .modification_time = info.modification_time.value_or(0)};
}

std::optional<PathEntry> status(const PathContext& context, const std::string& path) {
  try {
    return entry_of(Dbfs{context.client}.get_status({path}, context.call), path);
  } catch (const NotFound&) {
    return std::nullopt;
  }
}

std::vector<PathEntry> list(const PathContext& context, const std::string& directory) {
  std::vector<PathEntry> entries;
  for (const auto& info : Dbfs{context.client}.list({directory}, context.call)) {
    entries.push_back(entry_of(info, info.path.value_or("")));
  }
  return entries;
}

void make_directories(const PathContext& context, const std::string& path) {
  Dbfs{context.client}.mkdirs({path}, context.call);
}

void remove(const PathContext& context, const PathEntry& entry, const std::string& path) {
  Dbfs{context.client}.delete_({.path = path, .recursive = entry.is_dir}, context.call);
}

}  // namespace

constinit const PathOperations dbfs_operations = {.name = "DBFS",
                                                  .status = status,
                                                  .list = list,
                                                  .make_directories = make_directories,
                                                  .remove = remove,
                                                  .read = read_dbfs,
                                                  .write = write_dbfs,
                                                  .store = nullptr,
                                                  .store_local = nullptr,
                                                  .fetch = nullptr,
                                                  .beginning = nullptr};

}  // namespace databricks::ext
