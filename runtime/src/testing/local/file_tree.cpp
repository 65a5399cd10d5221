#include "testing/local/file_tree.hpp"

#include "testing/local/moments.hpp"
#include "testing/local/refuse.hpp"

namespace databricks::testing::local {

namespace {

// What paths beneath this one begin with.
std::string beneath(const std::string& path) { return path == "/" ? path : path + '/'; }

}  // namespace

std::string normal_path(std::string_view path) {
  if (path.starts_with("dbfs:")) path.remove_prefix(5);
  if (!path.starts_with('/')) refuse_value("Path must be absolute: " + std::string(path));
  std::string normal;
  for (const char c : path) {
    if (c != '/' || !normal.ends_with('/')) normal += c;
  }
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

FileTree::FileTree() { node("/").is_directory = true; }

FileNode& FileTree::node(const std::string& path) {
  auto& node = nodes_[path];
  if (node.id == 0) node.id = ++last_id_;
  node.modified = wall_clock();
  return node;
}

const FileNode* FileTree::find(const std::string& path) const {
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? nullptr : &found->second;
}

FileNode& FileTree::write(const std::string& path, std::string bytes) {
  if (!make_directories(parent_of(path))) refuse_value("A part of the path is a file: " + path);
  FileNode& written = node(path);
  if (written.is_directory) refuse_value("The path is a directory: " + path);
  written.bytes = std::move(bytes);
  written.version = ++last_version_;
  return written;
}

bool FileTree::make_directories(const std::string& path) {
  if (const FileNode* present = find(path)) return present->is_directory;
  if (!make_directories(parent_of(path))) return false;
  node(path).is_directory = true;
  return true;
}

std::vector<std::pair<std::string, const FileNode*>> FileTree::children(const std::string& path) const {
  std::vector<std::pair<std::string, const FileNode*>> found;
  const auto prefix = beneath(path);
  for (auto it = nodes_.upper_bound(prefix); it != nodes_.end() && it->first.starts_with(prefix); ++it) {
    if (it->first.find('/', prefix.size()) == std::string::npos) found.emplace_back(it->first, &it->second);
  }
  return found;
}

std::vector<std::string> FileTree::with_descendants(const std::string& path) const {
  std::vector<std::string> paths{path};
  const auto prefix = beneath(path);
  for (auto it = nodes_.upper_bound(prefix); it != nodes_.end() && it->first.starts_with(prefix); ++it) {
    paths.push_back(it->first);
  }
  return paths;
}

void FileTree::erase(const std::string& path) {
  for (const auto& victim : with_descendants(path)) {
    if (victim != "/") nodes_.erase(victim);
  }
}

void FileTree::move(const std::string& from, const std::string& to) {
  if (!make_directories(parent_of(to))) refuse_value("A part of the path is a file: " + to);
  for (const auto& path : with_descendants(from)) {
    auto moved = nodes_.extract(path);
    moved.key() = to + path.substr(from.size());
    nodes_.insert(std::move(moved));
  }
}

}  // namespace databricks::testing::local
