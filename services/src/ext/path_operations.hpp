// What can be done with a path of each kind: one table per file system, and nothing else knows which is which.
#pragma once

#include "path_name.hpp"
#include "write_buffer.hpp"

#include <databricks/client.hpp>
#include <databricks/ext/dbfs.hpp>

#include <memory>
#include <optional>
#include <streambuf>
#include <string>
#include <vector>

namespace databricks::ext {

/// What operations work with.
struct PathContext {
  const Client& client;
  CallOptions call{};  // of every call
};

struct PathOperations {
  const char* name;  // of the file system, in texts
  /// Nothing: it does not exist.
  std::optional<PathEntry> (*status)(const PathContext& context, const std::string& path);
  /// What is directly in a directory, in the service's order.
  std::vector<PathEntry> (*list)(const PathContext& context, const std::string& directory);
  void (*make_directories)(const PathContext& context, const std::string& path);
  /// A file, or a directory with all beneath.
  void (*remove)(const PathContext& context, const PathEntry& entry, const std::string& path);
  /// Seekable. Of a file, not of a directory.
  std::unique_ptr<std::streambuf> (*read)(const PathContext& context, const std::string& path, std::uint64_t size);
  std::unique_ptr<WriteBuffer> (*write)(const PathContext& context, const std::string& path, bool overwrite);
  /// A whole file from a source. Null: through write().
  void (*store)(const PathContext& context, const std::string& path, const Source& contents, bool overwrite);
  /// A whole local file. Null: through store() or write().
  void (*store_local)(const PathContext& context, const std::string& local, const std::string& path, bool overwrite);
  /// A whole file into a local one. Null: through read().
  void (*fetch)(const PathContext& context, const std::string& path, const std::string& local, bool overwrite);
  /// The first bytes of a file, at least one. Null: through read().
  std::string (*beginning)(const PathContext& context, const std::string& path, std::size_t max_bytes);
};

extern const PathOperations local_operations;
extern const PathOperations dbfs_operations;
extern const PathOperations volumes_operations;

const PathOperations& operations_of(PathKind kind);

/// Throws NotFound, or std::system_error for a local path.
[[noreturn]] void throw_missing(const PathName& name);
/// The file or directory. Throws as throw_missing() when there is none.
PathEntry require_status(const PathContext& context, const PathName& name);

/// Whole files, of any kind and size, with flat memory.
void store_file(const PathContext& context, const PathName& to, const Source& contents, bool overwrite);
void copy_file(const PathContext& context, const PathName& from, const PathName& to, bool overwrite);
/// Opens for reading. Throws InvalidArgument for a directory.
std::unique_ptr<std::streambuf> open_for_reading(const PathContext& context, const PathName& name,
                                                 std::uint64_t* size = nullptr);

}  // namespace databricks::ext
