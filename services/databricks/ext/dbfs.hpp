// DBFS, volumes and local files by their paths: `dbfs:/tmp/x` or `/tmp/x`, `/Volumes/catalog/schema/volume/x`,
// `file:/tmp/x`. Anything that is neither a volume's nor `file:` is DBFS, `/Workspace/...` included.
#pragma once

#include <databricks/client.hpp>
#include <databricks/ext/path_file.hpp>
#include <databricks/services/files.hpp>

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::ext {

/// A file or directory.
struct PathEntry {
  std::string path{};  // `/tmp/x`, `/Volumes/c/s/v/x`, `file:/tmp/x`
  bool is_dir = false;
  std::uint64_t file_size = 0;         // bytes; of directories 0
  std::int64_t modification_time = 0;  // milliseconds since 1970; 0: unknown
};

struct PathOpenOptions {
  bool read = false;  // exactly one of the two
  bool write = false;
  bool overwrite = false;  // with write: replaces a file that is there; else it is refused
  std::stop_token stop{};  // cancels what the file does, until it is closed
};

struct PathWalkOptions {
  bool recursive = false;
  std::stop_token stop{};
};

struct PathCopyOptions {
  bool recursive = false;
  bool overwrite = false;  // replaces files that are there; else they are refused
  int workers = 4;         // files of a directory that are copied side by side, 1 to 64
  std::stop_token stop{};
};

/// Besides the API's own operations (`create`, `read`, `list`, ...), which know DBFS only. Callable from any thread.
///
/// All members throw InvalidArgument for a path that can't be meant: another scheme, not absolute, `.` or `..` in it,
/// NUL or, of a remote one, text that is not UTF-8. Remote paths throw what calls throw, NotFound for what is not
/// there; local ones std::system_error.
struct DATABRICKS_API Dbfs : services::files::Dbfs {
  explicit Dbfs(const Client& client);

  /// Opens a file; see PathFile. Throws InvalidArgument for a directory and unless one of read and write is set.
  ///   auto file = w.dbfs.open("/tmp/x", {.write = true});
  ///   file.out() << "hello\n";
  ///   file.close();
  PathFile open(std::string_view path, const PathOpenOptions& options) const;

  bool exists(std::string_view path) const;
  /// False for what does not exist.
  bool is_dir(std::string_view path) const;
  /// Nothing when it does not exist.
  std::optional<PathEntry> status(std::string_view path) const;

  /// What is in a directory, or the file itself. Recursive: the files beneath, without directories, breadth first;
  /// directories that vanish meanwhile are skipped and local symbolic links not followed.
  std::vector<PathEntry> list_paths(std::string_view path, const PathWalkOptions& options = {}) const;
  /// With the directories above; existing ones are fine.
  void make_directories(std::string_view path) const;
  /// Deletes a file, or with `recursive` a directory and all beneath. InvalidArgument for a directory without it. A
  /// local file that does not exist is no error.
  void remove(std::string_view path, const PathWalkOptions& options = {}) const;

  /// Copies a file, or the files of a directory: of all levels with `recursive`, else of the top one. Into a target
  /// that is a directory it goes by the name of its source. Empty directories are not copied. After a failure the
  /// files that were finished stay. Not from local to local: InvalidArgument.
  void copy(std::string_view from, std::string_view to, const PathCopyOptions& options = {}) const;
  /// As copy(), then deletes the source; within DBFS one call that always takes all levels and never overwrites.
  /// InvalidArgument for a directory without `recursive` otherwise.
  void move_(std::string_view from, std::string_view to, const PathCopyOptions& options = {}) const;

  /// Writes a file from memory, a stream or a local file (Source::from_file).
  void upload(std::string_view path, const Source& contents, bool overwrite = false,
              const std::stop_token& stop = {}) const;
  /// Writes a file to this machine; it has its name when it is complete. Downloads of volumes survive broken
  /// connections.
  void download(std::string_view path, const std::string& local_path, bool overwrite = false,
                const std::stop_token& stop = {}) const;
  std::string read_file(std::string_view path, const std::stop_token& stop = {}) const;
  /// At most so many bytes; not more of the file is fetched than the service insists on sending.
  std::string read_beginning(std::string_view path, std::size_t max_bytes, const std::stop_token& stop = {}) const;
  /// Replaces the file.
  void write_file(std::string_view path, std::string_view contents, const std::stop_token& stop = {}) const;

 private:
  Client client_;
};

}  // namespace databricks::ext
