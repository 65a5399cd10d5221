#include "testing/local/areas.hpp"
#include "testing/local/base64.hpp"
#include "testing/local/file_tree.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/models/workspace.hpp>
#include <databricks/services/workspace.hpp>

#include <mutex>

namespace databricks::testing::local {

namespace {

using Api = services::workspace::Workspace;
using workspace::ImportFormat;
using workspace::ObjectType;

constexpr std::size_t kMaxImport = std::size_t{10} << 20;

// Endings of exported notebooks by language.
const std::map<std::string, std::string> kFileTypes = {
    {"PYTHON", "py"}, {"SQL", "sql"}, {"SCALA", "scala"}, {"R", "r"}};

workspace::ObjectInfo info(const std::string& path, const FileNode& node) {
  workspace::ObjectInfo object{.object_id = node.id, .path = path};
  if (node.is_directory) {
    object.object_type = ObjectType::DIRECTORY;
    return object;
  }
  object.created_at = node.modified;
  object.modified_at = node.modified;
  if (node.language.empty()) {
    object.object_type = ObjectType::FILE;
    object.size = static_cast<std::int64_t>(node.bytes.size());
  } else {
    object.object_type = ObjectType::NOTEBOOK;
    object.language = open_enum<workspace::Language>::from_text(node.language);
  }
  return object;
}

// Empty: the import makes a plain file.
std::string notebook_language(const workspace::Import& request) {
  const auto format = request.format.has_value() ? request.format : open_enum<ImportFormat>(ImportFormat::SOURCE);
  if (format == ImportFormat::AUTO || format == ImportFormat::RAW) return std::string(request.language.text());
  if (format == ImportFormat::JUPYTER)
    return request.language.has_value() ? std::string(request.language.text()) : "PYTHON";
  if (!request.language.has_value())
    refuse_value("The language must be given for format " + std::string(format.text()));
  return std::string(request.language.text());
}

class WorkspaceFiles {
 public:
  WorkspaceFiles() {
    tree_.make_directories("/Shared");
    tree_.write(std::string("/Users/") + kUserName + "/hello", "print('hello')\n").language = "PYTHON";
  }

  void import(const workspace::Import& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode* present = tree_.find(path);
    if (present != nullptr && (present->is_directory || !request.overwrite.value_or(false))) {
      refuse("RESOURCE_ALREADY_EXISTS", "Path (" + path + ") already exists.");
    }
    const FileNode* parent = tree_.find(parent_of(path));
    if (parent == nullptr || !parent->is_directory) {
      refuse_missing("The parent folder (" + parent_of(path) + ") does not exist.");
    }
    auto bytes = from_base64(request.content.value_or(""));
    if (bytes.size() > kMaxImport) refuse("MAX_NOTEBOOK_SIZE_EXCEEDED", "The contents have more than 10 MB");
    auto language = notebook_language(request);
    tree_.write(path, std::move(bytes)).language = std::move(language);
  }

  workspace::ExportResponse export_(const workspace::ExportRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode& node = find(path);
    if (node.is_directory) refuse_value("Only notebooks and files can be exported: " + path);
    workspace::ExportResponse response{.content = base64(node.bytes)};
    const auto type = kFileTypes.find(node.language);
    if (type != kFileTypes.end()) response.file_type = type->second;
    return response;
  }

  workspace::ObjectInfo get_status(const workspace::GetStatusRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    return info(path, find(path));
  }

  workspace::ListResponse list(const workspace::ListWorkspaceRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode& node = find(path);
    if (!node.is_directory) return {.objects = {info(path, node)}};
    workspace::ListResponse response;
    for (const auto& [child, child_node] : tree_.children(path)) {
      const bool notebook = !child_node->language.empty();
      if (notebook && child_node->modified < request.notebooks_modified_after.value_or(0)) continue;
      response.objects.push_back(info(child, *child_node));
    }
    return response;
  }

  void mkdirs(const workspace::Mkdirs& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    if (!tree_.make_directories(path)) refuse("RESOURCE_ALREADY_EXISTS", "Path (" + path + ") already exists.");
  }

  void remove(const workspace::Delete& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    find(path);
    if (path == "/") refuse_value("Can't delete the root");
    if (!request.recursive.value_or(false) && !tree_.children(path).empty()) {
      refuse("DIRECTORY_NOT_EMPTY", "Folder (" + path + ") is not empty");
    }
    tree_.erase(path);
  }

 private:
  // `/Workspace` is the same tree by its longer name.
  static std::string path_of(const optional<std::string>& field) {
    const auto path = normal_path(required(field, "path"));
    if (path == "/Workspace") return "/";
    return path.starts_with("/Workspace/") ? path.substr(10) : path;
  }

  const FileNode& find(const std::string& path) const {
    const FileNode* node = tree_.find(path);
    if (node == nullptr) refuse_missing("Path (" + path + ") doesn't exist.");
    return *node;
  }

  std::mutex mutex_;
  FileTree tree_;
};

}  // namespace

void serve_workspace_files(ApiServer& server) {
  const auto state = std::make_shared<WorkspaceFiles>();
  server.on<&Api::import>([=](const auto& request) { state->import(request); })
      .on<&Api::export_>([=](const auto& request) { return state->export_(request); })
      .on<&Api::get_status>([=](const auto& request) { return state->get_status(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::mkdirs>([=](const auto& request) { state->mkdirs(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); });
}

}  // namespace databricks::testing::local
