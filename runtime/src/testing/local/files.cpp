#include "testing/local/areas.hpp"
#include "testing/local/file_tree.hpp"
#include "testing/local/page.hpp"

#include <databricks/models/files.hpp>
#include <databricks/services/files.hpp>

#include <array>
#include <ctime>
#include <mutex>

namespace databricks::testing::local {

namespace {

using Api = services::files::Files;

constexpr const char* kBinary = "application/octet-stream";

// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7).
std::string http_date(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string contents_of(const Source& source) {
  std::string bytes;
  std::array<char, 65536> buffer;
  while (const auto size = source.has_value() ? source.get()->read(buffer.data(), buffer.size()) : 0) {
    bytes.append(buffer.data(), size);
  }
  return bytes;
}

class Files {
 public:
  Files() { tree_.make_directories("/Volumes/main/default/data"); }

  void upload(const files::UploadRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.file_path);
    if (tree_.find(path) != nullptr && !request.overwrite.value_or(false)) {
      throw DatabricksError(409, "ALREADY_EXISTS", "The file being created already exists.");
    }
    tree_.write(path, contents_of(request.contents));
  }

  files::DownloadResponse download(const files::DownloadRequest& request) {
    const std::lock_guard lock(mutex_);
    const FileNode& node = file(path_of(request.file_path));
    return {.content_length = static_cast<std::int64_t>(node.bytes.size()),
            .content_type = kBinary,
            .contents = {node.bytes},
            .last_modified = http_date(node.modified)};
  }

  files::GetMetadataResponse metadata(const files::GetMetadataRequest& request) {
    const std::lock_guard lock(mutex_);
    const FileNode& node = file(path_of(request.file_path));
    return {.content_length = static_cast<std::int64_t>(node.bytes.size()),
            .content_type = kBinary,
            .last_modified = http_date(node.modified)};
  }

  void remove(const files::DeleteFileRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.file_path);
    file(path);
    tree_.erase(path);
  }

  void create_directory(const files::CreateDirectoryRequest& request) {
    const std::lock_guard lock(mutex_);
    if (!tree_.make_directories(path_of(request.directory_path))) {
      throw DatabricksError(409, "ALREADY_EXISTS", "A file exists at the path of the directory.");
    }
  }

  void check_directory(const files::GetDirectoryMetadataRequest& request) {
    const std::lock_guard lock(mutex_);
    check_directory(path_of(request.directory_path));
  }

  void delete_directory(const files::DeleteDirectoryRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.directory_path);
    check_directory(path);
    if (!tree_.children(path).empty()) {
      refuse("FILES_API_DIRECTORY_IS_NOT_EMPTY", "The directory being deleted is not empty.");
    }
    tree_.erase(path);
  }

  files::ListDirectoryResponse list(const files::ListDirectoryContentsRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.directory_path);
    check_directory(path);
    std::vector<files::DirectoryEntry> entries;
    for (const auto& [child, node] : tree_.children(path)) {
      files::DirectoryEntry entry{.is_directory = node->is_directory,
                                  .last_modified = node->modified,
                                  .name = child.substr(child.rfind('/') + 1),
                                  .path = child};
      if (!node->is_directory) entry.file_size = static_cast<std::int64_t>(node->bytes.size());
      entries.push_back(std::move(entry));
    }
    const auto bounds = page_bounds(entries.size(), request.page_size, request.page_token, {1000, 1000});
    return {.contents = slice(entries, bounds), .next_page_token = bounds.next};
  }

 private:
  static std::string path_of(const optional<std::string>& field) {
    auto path = normal_path(required(field, "path"));
    if (!path.starts_with("/Volumes/")) refuse_value("Invalid path: " + path + "; only /Volumes/... is served");
    return path;
  }

  [[noreturn]] static void refuse_unknown(const char* what) {
    throw DatabricksError(404, "NOT_FOUND", std::string("The ") + what + " being accessed is not found.");
  }

  const FileNode& file(const std::string& path) const {
    const FileNode* node = tree_.find(path);
    if (node == nullptr || node->is_directory) refuse_unknown("file");
    return *node;
  }

  void check_directory(const std::string& path) const {
    const FileNode* node = tree_.find(path);
    if (node == nullptr || !node->is_directory) refuse_unknown("directory");
  }

  std::mutex mutex_;
  FileTree tree_;
};

}  // namespace

void serve_files(ApiServer& server) {
  const auto state = std::make_shared<Files>();
  server.on<&Api::upload>([=](const auto& request) { state->upload(request); })
      .on<&Api::download>([=](const auto& request) { return state->download(request); })
      .on<&Api::get_metadata>([=](const auto& request) { return state->metadata(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); })
      .on<&Api::create_directory>([=](const auto& request) { state->create_directory(request); })
      .on<&Api::get_directory_metadata>([=](const auto& request) { state->check_directory(request); })
      .on<&Api::delete_directory>([=](const auto& request) { state->delete_directory(request); })
      .on<&Api::list_directory_contents>([=](const auto& request) { return state->list(request); });
}

}  // namespace databricks::testing::local
