#include "directory_transfer.hpp"

#include "transfer/together.hpp"
#include "transfer_progress.hpp"
#include "upload_job.hpp"
#include "upload_plan.hpp"

#include <databricks/models/files.hpp>

#include <atomic>
#include <deque>
#include <filesystem>
#include <vector>

namespace databricks::ext {

namespace {

namespace fs = std::filesystem;

/// What there is to be moved, relative to both roots; directories before what is in them.
struct Tree {
  std::vector<std::string> directories{};
  std::vector<std::string> files{};
  std::uint64_t skipped = 0;
};

Tree local_tree(const std::string& root) {
  Tree tree;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto name = entry.path().lexically_relative(root).generic_string();
    if (entry.is_directory() && !entry.is_symlink()) {
      tree.directories.push_back(name);
    } else if (entry.is_regular_file()) {
      tree.files.push_back(name);
    } else {
      ++tree.skipped;
    }
  }
  return tree;
}

// A name becomes a part of a local path: it must not lead anywhere else.
std::string checked_name(const databricks::files::DirectoryEntry& entry) {
  auto name = entry.name.value_or("");
  if (name.empty()) name = fs::path(entry.path.value_or("")).filename().string();
  const bool is_safe = !name.empty() && name != "." && name != ".." && name.find('/') == name.npos &&
                       name.find('\\') == name.npos && name.find('\0') == name.npos;
  if (is_safe) return name;
  throw UnexpectedResponse(200, "", "the service lists a file whose name is no name, or leads elsewhere");
}

Tree remote_tree(const Files& files, const std::string& root, const CallOptions& call) {
  Tree tree;
  std::deque<std::string> open{""};
  for (; !open.empty(); open.pop_front()) {
    const auto here = open.front();
    for (const auto& entry : files.list_directory_contents({.directory_path = root + '/' + here}, call)) {
      const auto name = here + checked_name(entry);
      if (entry.is_directory.value_or(false)) {
        tree.directories.push_back(name);
        open.push_back(name + '/');
      } else {
        tree.files.push_back(name);
      }
    }
  }
  return tree;
}

std::string without_last_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

/// Sums up the progress of files that are moved at the same time.
class SharedProgress {
 public:
  explicit SharedProgress(const Function<void(const Progress&)>& tell) : tell_(tell) {}
  /// For the options of one file.
  Function<void(const Progress&)> of_file() {
    if (!tell_) return {};
    return [this, before = Progress{}](const Progress& now) mutable {
      const std::lock_guard lock(mutex_);
      sum_.sent += now.sent - before.sent;
      sum_.received += now.received - before.received;
      before = now;
      tell_(sum_);
    };
  }

 private:
  const Function<void(const Progress&)>& tell_;
  std::mutex mutex_;
  Progress sum_{};
};

// Moves all files of a tree, some at a time; `move` returns the number of bytes.
std::uint64_t move_files(const Tree& tree, const DirectoryOptions& options, const CallOptions& call,
                         const Function<std::uint64_t(const std::string& name, const CallOptions&)>& move) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::uint64_t> bytes = 0;
  SharedProgress progress(options.call.on_progress);
  const auto work = [&](const std::stop_token& stop) {
    for (auto i = next++; i < tree.files.size(); i = next++) {
      auto one = call;
      one.stop = stop;
      one.on_progress = progress.of_file();
      bytes += move(tree.files[i], one);
    }
  };
  const auto workers = std::min<std::size_t>(static_cast<std::size_t>(options.files_at_once), tree.files.size());
  detail::run_together(static_cast<int>(workers), call.stop, work);
  return bytes;
}

CallOptions checked_call(const Files& files, const DirectoryOptions& options) {
  if (options.call.to) throw InvalidArgument("a directory can't go to a sink: leave call.to unset");
  if (options.files_at_once < 1 || options.files_at_once > 64) throw InvalidArgument("files_at_once is 1 to 64");
  auto call = with_deadline(options.call, files.engine().clock());
  call.on_progress = {};
  return call;
}

DirectoryResult result_of(const Tree& tree, std::uint64_t bytes) {
  return {.files = tree.files.size(), .directories = tree.directories.size(), .bytes = bytes, .skipped = tree.skipped};
}

}  // namespace

DirectoryResult run_directory_upload(const Files& files, const std::string& path, const std::string& local,
                                     const DirectoryOptions& options) {
  const auto call = checked_call(files, options);
  const auto root = without_last_slash(path);
  const auto tree = local_tree(local);
  files.create_directory({.directory_path = root}, call);
  for (const auto& name : tree.directories) files.create_directory({.directory_path = root + '/' + name}, call);
  const auto bytes = move_files(tree, options, call, [&](const std::string& name, const CallOptions& one) {
    const UploadOptions upload{.overwrite = options.overwrite, .use_parallel = false, .call = one};
    return files.upload_from(root + '/' + name, (fs::path(local) / name).string(), upload).bytes;
  });
  return result_of(tree, bytes);
}

DirectoryResult run_directory_download(const Files& files, const std::string& path, const std::string& local,
                                       const DirectoryOptions& options) {
  const auto call = checked_call(files, options);
  const auto root = without_last_slash(path);
  const auto tree = remote_tree(files, root, call);
  fs::create_directories(local);
  for (const auto& name : tree.directories) fs::create_directories(fs::path(local) / name);
  const auto bytes = move_files(tree, options, call, [&](const std::string& name, const CallOptions& one) {
    const DownloadToOptions download{.overwrite = options.overwrite.value_or(true), .call = one};
    return files.download_to(root + '/' + name, (fs::path(local) / name).string(), download).bytes;
  });
  return result_of(tree, bytes);
}

}  // namespace databricks::ext
