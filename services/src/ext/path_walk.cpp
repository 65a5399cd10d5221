#include "path_walk.hpp"

#include <databricks/error.hpp>

#include <filesystem>
#include <system_error>

namespace databricks::ext {

namespace {

constexpr std::size_t kSchemeLength = 5;  // of `file:`

// The path as the kind's own operations take it.
std::string_view plain_path(const PathName& directory, const PathEntry& entry) {
  return std::string_view(entry.path).substr(directory.kind == PathKind::local ? kSchemeLength : 0);
}

// A local name as listings have it, so that both can be compared.
PathName absolute(const PathName& name) {
  if (name.kind != PathKind::local) return name;
  return {name.kind, std::filesystem::absolute(name.path).lexically_normal().native()};
}

// A directory may vanish between the listing that named it and its own.
std::vector<PathEntry> list_unless_gone(const PathContext& context, const PathName& directory) {
  try {
    return entries_in(context, directory);
  } catch (const NotFound&) {
    return {};
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::no_such_file_or_directory) throw;
    return {};
  }
}

bool is_entered(const PathName& name) {
  return name.kind != PathKind::local || !std::filesystem::is_symlink(std::filesystem::symlink_status(name.path));
}

}  // namespace

std::vector<PathEntry> entries_in(const PathContext& context, const PathName& directory) {
  auto entries = operations_of(directory.kind).list(context, directory.path);
  const auto base = absolute(directory);
  for (const auto& entry : entries) {
    if (relative_to(base, plain_path(base, entry)).find('/') != std::string::npos) {
      throw Error(entry.path + " was listed as directly in " + shown(directory) + ", and is not");
    }
  }
  return entries;
}

std::vector<FoundFile> files_beneath(const PathContext& context, const PathName& directory, bool recursive) {
  const auto root = absolute(directory);
  std::vector<FoundFile> files;
  std::vector<PathName> directories{root};
  for (std::size_t i = 0; i < directories.size(); ++i) {
    const auto current = directories[i];
    for (auto& entry : i == 0 ? entries_in(context, current) : list_unless_gone(context, current)) {
      const std::string path(plain_path(root, entry));
      if (!entry.is_dir) {
        auto relative = relative_to(root, path);
        files.push_back({std::move(entry), std::move(relative)});
      } else if (recursive && is_entered({root.kind, path})) {
        directories.push_back({root.kind, path});
      }
    }
  }
  return files;
}

}  // namespace databricks::ext
