// Files and directories in memory: what DBFS, workspace files and volumes have in common.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::testing::local {

struct FileNode {
  bool is_directory = false;
  std::string bytes{};
  std::string language{};     // of notebooks; files have none
  std::int64_t modified = 0;  // milliseconds since 1970
  std::int64_t id = 0;
  std::int64_t version = 0;  // another one with each write
};

/// `/a//b/` -> `/a/b`; also without `dbfs:`. Throws DatabricksError for a path that is not absolute.
std::string normal_path(std::string_view path);
std::string parent_of(const std::string& path);

/// Paths are normal ones. Not synchronised.
class FileTree {
 public:
  FileTree();

  /// Null: there is nothing.
  const FileNode* find(const std::string& path) const;
  /// Replaces what was there; makes the directories above.
  FileNode& write(const std::string& path, std::string bytes);
  /// False: a file is in the way.
  bool make_directories(const std::string& path);
  /// What is directly beneath, by name.
  std::vector<std::pair<std::string, const FileNode*>> children(const std::string& path) const;
  /// With everything beneath. The root stays.
  void erase(const std::string& path);
  /// With everything beneath.
  void move(const std::string& from, const std::string& to);

 private:
  FileNode& node(const std::string& path);
  std::vector<std::string> with_descendants(const std::string& path) const;

  std::map<std::string, FileNode> nodes_;
  std::int64_t last_id_ = 0;
  std::int64_t last_version_ = 0;
};

}  // namespace databricks::testing::local
