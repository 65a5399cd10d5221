#include "testing/local/areas.hpp"
#include "testing/local/base64.hpp"
#include "testing/local/file_tree.hpp"
#include "testing/local/multipart.hpp"
#include "testing/local/refuse.hpp"
#include "text/ascii.hpp"

#include <databricks/json.hpp>
#include <databricks/models/workspace.hpp>
#include <databricks/reflect.hpp>
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

// Import and export as bytes: JSON with base64 is one form of them, which the API's declaration knows; a form of parts
// and `direct_download` are others.
struct ImportBody {
  Source body{};
};
BOOST_DESCRIBE_STRUCT(ImportBody, (), (body))
struct ExportQuery {
  optional<std::string> path{};
  optional<bool> direct_download{};
};
BOOST_DESCRIBE_STRUCT(ExportQuery, (), (path, direct_download))
struct ExportBody {
  Bytes body{};
};
BOOST_DESCRIBE_STRUCT(ExportBody, (), (body))

struct Bodies : Service {
  Endpoint<"POST /api/2.0/workspace/import", ImportBody, void, Accept<"application/json">, Body<"body">> import{*this};
  Endpoint<"GET /api/2.0/workspace/export", ExportQuery, ExportBody> export_{*this};
};

struct Imported {
  workspace::Import request{};  // but for the content
  std::string bytes{};
};

Imported from_json_body(const std::string& body) {
  Imported imported{from_json<workspace::Import>(body)};
  imported.bytes = from_base64(imported.request.content.value_or(""));
  if (imported.bytes.size() > kMaxImport) refuse("MAX_NOTEBOOK_SIZE_EXCEEDED", "The contents have more than 10 MB");
  return imported;
}

Imported from_form(std::string_view content_type, const std::string& body) {
  Imported imported;
  auto& request = imported.request;
  for (auto& part : parse_multipart(content_type, body)) {
    if (part.name == "path") request.path = part.bytes;
    if (part.name == "format") request.format = open_enum<ImportFormat>::from_text(part.bytes);
    if (part.name == "language") request.language = open_enum<workspace::Language>::from_text(part.bytes);
    if (part.name == "overwrite") request.overwrite = part.bytes == "true";
    if (part.name == "content") imported.bytes = std::move(part.bytes);
  }
  return imported;
}

Imported imported(const HttpRequest& http) {
  const std::string* type = http.headers.find("Content-Type");
  const bool is_form = type != nullptr && ascii_lower(*type).starts_with("multipart/form-data");
  return is_form ? from_form(*type, http.body) : from_json_body(http.body);
}

class WorkspaceFiles {
 public:
  WorkspaceFiles() {
    tree_.make_directories("/Shared");
    tree_.write(std::string("/Users/") + kUserName + "/hello", "print('hello')\n").language = "PYTHON";
  }

  void import(Imported imported) {
    const auto& request = imported.request;
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
    auto language = notebook_language(request);
    tree_.write(path, std::move(imported.bytes)).language = std::move(language);
  }

  ExportBody export_(const ExportQuery& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode& node = find(path);
    if (node.is_directory) refuse_value("Only notebooks and files can be exported: " + path);
    if (request.direct_download.value_or(false)) return {.body = {node.bytes}};
    workspace::ExportResponse response{.content = base64(node.bytes)};
    const auto type = kFileTypes.find(node.language);
    if (type != kFileTypes.end()) response.file_type = type->second;
    return {.body = {to_json(response)}};
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
  server.on<&Bodies::import>([=](const auto&, const CallContext& call) { state->import(imported(call.http)); })
      .on<&Bodies::export_>([=](const auto& request) { return state->export_(request); })
      .on<&Api::get_status>([=](const auto& request) { return state->get_status(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::mkdirs>([=](const auto& request) { state->mkdirs(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); });
}

}  // namespace databricks::testing::local
