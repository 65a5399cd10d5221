#include "testing/local/volumes.hpp"

#include "testing/local/refuse.hpp"

#include <time.h>

#include <array>

namespace databricks::testing::local {

namespace {

constexpr const char* kHttpDate = "%a, %d %b %Y %H:%M:%S GMT";

}  // namespace

std::shared_ptr<Volumes> new_volumes() {
  auto volumes = std::make_shared<Volumes>();
  volumes->tree.make_directories("/Volumes/main/default/data");
  return volumes;
}

std::string volume_path(const optional<std::string>& field) {
  auto path = normal_path(required(field, "path"));
  if (!path.starts_with("/Volumes/")) refuse_value("Invalid path: " + path + "; only /Volumes/... is served");
  return path;
}

const FileNode* find_file(const FileTree& tree, const std::string& path) {
  const FileNode* node = tree.find(path);
  return node == nullptr || node->is_directory ? nullptr : node;
}

void check_free(const FileTree& tree, const std::string& path, bool overwrite) {
  if (overwrite || tree.find(path) == nullptr) return;
  throw DatabricksError(409, "ALREADY_EXISTS", "The file being created already exists.");
}

std::string last_modified(const FileNode& file) {
  const std::time_t seconds = file.modified / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), kHttpDate, &parts)};
}

std::string etag(const FileNode& file) {
  return '"' + std::to_string(file.id) + '-' + std::to_string(file.version) + '"';
}

bool meets_preconditions(const FileNode& file, const Headers& headers) {
  if (const auto* match = headers.find("If-Match")) {
    return *match == "*" || match->find(etag(file)) != match->npos;
  }
  const auto* since = headers.find("If-Unmodified-Since");
  std::tm parts{};
  if (since == nullptr || strptime(since->c_str(), kHttpDate, &parts) == nullptr) return true;
  return file.modified / 1000 <= timegm(&parts);
}

}  // namespace databricks::testing::local
