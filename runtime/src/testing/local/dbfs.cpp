#include "testing/local/areas.hpp"
#include "testing/local/base64.hpp"
#include "testing/local/file_tree.hpp"
#include "testing/local/refuse.hpp"

#include <databricks/models/files.hpp>
#include <databricks/services/files.hpp>

#include <mutex>

namespace databricks::testing::local {

namespace {

using Api = services::files::Dbfs;

constexpr std::size_t kMaxBlock = std::size_t{1} << 20;  // of one block, and of the contents of one put
constexpr std::int64_t kMaxRead = std::int64_t{1} << 20;
constexpr std::int64_t kStandardRead = std::int64_t{1} << 19;

files::FileInfo info(const std::string& path, const FileNode& node) {
  return {.file_size = static_cast<std::int64_t>(node.bytes.size()),
          .is_dir = node.is_directory,
          .modification_time = node.modified,
          .path = path};
}

std::string block(const optional<std::string>& text) {
  auto bytes = from_base64(text.value_or(""));
  if (bytes.size() > kMaxBlock) refuse("MAX_BLOCK_SIZE_EXCEEDED", "The block has more than 1 MB");
  return bytes;
}

class Dbfs {
 public:
  Dbfs() {
    tree_.make_directories("/tmp");
    tree_.write("/databricks-datasets/README.md", "Sample data sets would be here.\n");
  }

  files::FileInfo get_status(const files::GetStatusRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    return info(path, find(path));
  }

  files::ListStatusResponse list(const files::ListDbfsRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode& node = find(path);
    if (!node.is_directory) return {.files = {info(path, node)}};
    files::ListStatusResponse response{.files = empty};
    for (const auto& [child, child_node] : tree_.children(path)) response.files.push_back(info(child, *child_node));
    return response;
  }

  void mkdirs(const files::MkDirs& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    if (!tree_.make_directories(path)) refuse_existing(path);
  }

  void remove(const files::Delete& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    find(path);
    if (path == "/") refuse_value("Can't delete the root");
    if (!request.recursive.value_or(false) && !tree_.children(path).empty()) {
      refuse("IO_ERROR", "Directory " + path + " is not empty");
    }
    tree_.erase(path);
  }

  void move(const files::Move& request) {
    const std::lock_guard lock(mutex_);
    const auto from = path_of(request.source_path);
    const auto to = path_of(request.destination_path);
    find(from);
    if (tree_.find(to) != nullptr) refuse_existing(to);
    if (from == "/" || to.starts_with(from + '/')) refuse_value("Can't move " + from + " into itself");
    tree_.move(from, to);
  }

  void put(const files::Put& request) {
    const std::lock_guard lock(mutex_);
    tree_.write(writable(request.path, request.overwrite), block(request.contents));
  }

  files::ReadResponse read(const files::ReadDbfsRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto path = path_of(request.path);
    const FileNode& node = find(path);
    const auto offset = request.offset.value_or(0);
    const auto length = request.length.value_or(kStandardRead);
    if (node.is_directory) refuse_value("Can't read a directory: " + path);
    if (offset < 0 || length < 0) refuse_value("offset and length must not be negative");
    if (length > kMaxRead) refuse("MAX_READ_SIZE_EXCEEDED", "Can't read more than 1 MB at once");
    const auto start = std::min(node.bytes.size(), static_cast<std::size_t>(offset));
    const auto bytes = node.bytes.substr(start, static_cast<std::size_t>(length));
    return {.bytes_read = static_cast<std::int64_t>(bytes.size()), .data = base64(bytes)};
  }

  files::CreateResponse create(const files::Create& request) {
    const std::lock_guard lock(mutex_);
    const auto path = writable(request.path, request.overwrite);
    tree_.write(path, {});
    streams_[++last_handle_] = {path, {}};
    return {.handle = last_handle_};
  }

  void add_block(const files::AddBlock& request) {
    const std::lock_guard lock(mutex_);
    stream(request.handle)->second.bytes += block(request.data);
  }

  void close(const files::Close& request) {
    const std::lock_guard lock(mutex_);
    const auto finished = stream(request.handle);
    tree_.write(finished->second.path, std::move(finished->second.bytes));
    streams_.erase(finished);
  }

 private:
  /// An upload in blocks.
  struct Stream {
    std::string path{};
    std::string bytes{};
  };

  static std::string path_of(const optional<std::string>& path) { return normal_path(required(path, "path")); }

  [[noreturn]] static void refuse_existing(const std::string& path) {
    refuse("RESOURCE_ALREADY_EXISTS", "A file or directory already exists at the input path " + path + ".");
  }

  const FileNode& find(const std::string& path) const {
    const FileNode* node = tree_.find(path);
    if (node == nullptr) refuse_missing("No file or directory exists on path " + path + ".");
    return *node;
  }

  std::string writable(const optional<std::string>& field, const optional<bool>& overwrite) const {
    auto path = path_of(field);
    const FileNode* present = tree_.find(path);
    if (present != nullptr && (present->is_directory || !overwrite.value_or(false))) refuse_existing(path);
    return path;
  }

  std::map<std::int64_t, Stream>::iterator stream(const optional<std::int64_t>& handle) {
    const auto found = streams_.find(required(handle, "handle"));
    if (found == streams_.end()) refuse_missing("No stream exists for handle " + std::to_string(*handle) + ".");
    return found;
  }

  std::mutex mutex_;
  FileTree tree_;
  std::map<std::int64_t, Stream> streams_;
  std::int64_t last_handle_ = 0;
};

}  // namespace

void serve_dbfs(ApiServer& server) {
  const auto state = std::make_shared<Dbfs>();
  server.on<&Api::get_status>([=](const auto& request) { return state->get_status(request); })
      .on<&Api::list>([=](const auto& request) { return state->list(request); })
      .on<&Api::mkdirs>([=](const auto& request) { state->mkdirs(request); })
      .on<&Api::delete_>([=](const auto& request) { state->remove(request); })
      .on<&Api::move>([=](const auto& request) { state->move(request); })
      .on<&Api::put>([=](const auto& request) { state->put(request); })
      .on<&Api::read>([=](const auto& request) { return state->read(request); })
      .on<&Api::create>([=](const auto& request) { return state->create(request); })
      .on<&Api::add_block>([=](const auto& request) { state->add_block(request); })
      .on<&Api::close>([=](const auto& request) { state->close(request); });
}

}  // namespace databricks::testing::local
