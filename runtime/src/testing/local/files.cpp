#include "testing/local/areas.hpp"
#include "testing/local/page.hpp"
#include "testing/local/volumes.hpp"

#include <databricks/models/files.hpp>
#include <databricks/services/files.hpp>

#include <array>

namespace databricks::testing::local {

namespace {

using Api = services::files::Files;

constexpr const char* kBinary = "application/octet-stream";

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
  explicit Files(std::shared_ptr<Volumes> volumes)
      : volumes_(std::move(volumes)), mutex_(volumes_->mutex), tree_(volumes_->tree) {}

  void upload(const files::UploadRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = volume_path(request.file_path);
    check_free(tree_, path, request.overwrite.value_or(false));
    tree_.write(path, contents_of(request.contents));
  }

  files::DownloadResponse download(const files::DownloadRequest& request, const CallContext& context) {
    const std::lock_guard lock(mutex_);
    const FileNode& node = file(volume_path(request.file_path));
    if (!meets_preconditions(node, context.http.headers)) {
      throw DatabricksError(412, "PRECONDITION_FAILED", "The file is not the one that the request speaks of.");
    }
    return {.content_length = static_cast<std::int64_t>(node.bytes.size()),
            .content_type = kBinary,
            .contents = {node.bytes},
            .last_modified = last_modified(node)};
  }

  files::GetMetadataResponse metadata(const files::GetMetadataRequest& request) {
    const std::lock_guard lock(mutex_);
    const FileNode& node = file(volume_path(request.file_path));
    return {.content_length = static_cast<std::int64_t>(node.bytes.size()),
            .content_type = kBinary,
            .last_modified = last_modified(node)};
  }

  void remove(const files::DeleteFileRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = volume_path(request.file_path);
    file(path);
    tree_.erase(path);
  }

  void create_directory(const files::CreateDirectoryRequest& request) {
    const std::lock_guard lock(mutex_);
    if (!tree_.make_directories(volume_path(request.directory_path))) {
      throw DatabricksError(409, "ALREADY_EXISTS", "A file exists at the path of the directory.");
    }
  }

  void check_directory(const files::GetDirectoryMetadataRequest& request) {
    const std::lock_guard lock(mutex_);
    check_directory(volume_path(request.directory_path));
  }

  void delete_directory(const files::DeleteDirectoryRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = volume_path(request.directory_path);
    check_directory(path);
    if (!tree_.children(path).empty()) {
      refuse("FILES_API_DIRECTORY_IS_NOT_EMPTY", "The directory being deleted is not empty.");
    }
    tree_.erase(path);
  }

  files::ListDirectoryResponse list(const files::ListDirectoryContentsRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = volume_path(request.directory_path);
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
  [[noreturn]] static void refuse_unknown(const char* what) {
    throw DatabricksError(404, "NOT_FOUND", std::string("The ") + what + " being accessed is not found.");
  }

  const FileNode& file(const std::string& path) const {
    const FileNode* node = find_file(tree_, path);
    if (node == nullptr) refuse_unknown("file");
    return *node;
  }

  void check_directory(const std::string& path) const {
    const FileNode* node = tree_.find(path);
    if (node == nullptr || !node->is_directory) refuse_unknown("directory");
  }

  const std::shared_ptr<Volumes> volumes_;
  std::mutex& mutex_;
  FileTree& tree_;
};

}  // namespace

void serve_files(ApiServer& server, const std::shared_ptr<Volumes>& volumes) {
  const auto state = std::make_shared<Files>(volumes);
  server.on<&Api::upload>([=](const auto& request) { state->upload(request); })
      .on<&Api::download>(
          [=](const auto& request, const CallContext& context) { return state->download(request, context); })
      .on<&Api::get_metadata>([=](const auto& request) { return state->metadata(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); })
      .on<&Api::create_directory>([=](const auto& request) { state->create_directory(request); })
      .on<&Api::get_directory_metadata>([=](const auto& request) { state->check_directory(request); })
      .on<&Api::delete_directory>([=](const auto& request) { state->delete_directory(request); })
      .on<&Api::list_directory_contents>([=](const auto& request) { return state->list(request); });
}

}  // namespace databricks::testing::local
