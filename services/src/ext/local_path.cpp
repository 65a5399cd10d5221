// Paths of this machine.
#include "path_operations.hpp"

#include "transfer/partial_file.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace databricks::ext {

namespace {

namespace fs = std::filesystem;

std::int64_t milliseconds(fs::file_time_type time) {
  const auto wall = std::chrono::file_clock::to_sys(time).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(wall).count();
}

PathEntry entry_of(const fs::path& path) {
  const auto status = fs::status(path);  // of what a link leads to
  PathEntry entry{.path = "file:" + fs::absolute(path).lexically_normal().native(), .is_dir = fs::is_directory(status)};
  std::error_code gone;
  if (fs::is_regular_file(status)) entry.file_size = fs::file_size(path, gone);
  const auto time = fs::last_write_time(path, gone);  // a link that leads nowhere has none
  if (!gone) entry.modification_time = milliseconds(time);
  return entry;
}

std::optional<PathEntry> status(const PathContext&, const std::string& path) {
  if (!fs::exists(fs::symlink_status(path))) return std::nullopt;
  return entry_of(path);
}

// By name: the system's order is none.
std::vector<PathEntry> list(const PathContext&, const std::string& directory) {
  std::vector<PathEntry> entries;
  for (const auto& item : fs::directory_iterator(directory)) entries.push_back(entry_of(item.path()));
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return entries;
}

void make_directories(const PathContext&, const std::string& path) { fs::create_directories(path); }

// Links are deleted, and what they lead to is not.
void remove(const PathContext&, const PathEntry&, const std::string& path) { fs::remove_all(path); }

std::unique_ptr<std::streambuf> read(const PathContext&, const std::string& path, std::uint64_t) {
  auto file = std::make_unique<std::filebuf>();
  if (file->open(path, std::ios::in | std::ios::binary) == nullptr) {
    throw std::system_error(errno, std::generic_category(), path);
  }
  return file;
}

// Grows under another name and gets its own when it is complete.
class FileWriter final : public WriteBuffer {
 public:
  FileWriter(const std::string& path, bool overwrite)
      : overwrite_(overwrite), file_(checked(path, overwrite), false, {}) {}

 private:
  static const std::string& checked(const std::string& path, bool overwrite) {
    detail::check_destination(path, overwrite);
    const auto parent = fs::path(path).parent_path();
    if (!parent.empty()) fs::create_directories(parent);
    return path;
  }

  void write_block(std::string_view bytes) override {
    file_.write(size_, bytes);
    size_ += bytes.size();
  }
  void commit() override { file_.commit(size_, overwrite_); }

  bool overwrite_;
  detail::PartialFile file_;
  std::uint64_t size_ = 0;
};

std::unique_ptr<WriteBuffer> write(const PathContext&, const std::string& path, bool overwrite) {
  return std::make_unique<FileWriter>(path, overwrite);
}

}  // namespace

constinit const PathOperations local_operations = {.name = "local",
                                                   .status = status,
                                                   .list = list,
                                                   .make_directories = make_directories,
                                                   .remove = remove,
                                                   .read = read,
                                                   .write = write,
                                                   .store = nullptr,
                                                   .store_local = nullptr,
                                                   .fetch = nullptr,
                                                   .beginning = nullptr};

}  // namespace databricks::ext
