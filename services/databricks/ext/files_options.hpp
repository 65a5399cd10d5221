// How files are sent to volumes and fetched from there. What is unset comes from Config::files_ext.
#pragma once

#include <databricks/call.hpp>
#include <databricks/download.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace databricks::ext {

struct UploadOptions {
  std::optional<bool> overwrite{};           // replaces a file that is there; unset: up to the service, which does not
  std::optional<std::uint64_t> part_size{};  // bytes; unset: by the size of what is sent
  bool use_parallel = true;                  // several workers, where the object store allows it
  std::optional<int> parallelism{};          // workers, 1 to 64; only with use_parallel
  /// A file that says how far the upload has come, for upload_from() only. It stays when the upload fails or the
  /// process dies, and the next upload of the same file to the same path with it goes on from there; it is removed when
  /// the upload is complete. It holds secrets, and only its owner can read it. Unset: a failed upload leaves nothing.
  std::string state_file{};
  /// For each request; but timeout and deadline are of the whole upload, and on_progress counts all of its bytes: it is
  /// called from the threads that send parts, one at a time. `to` must be unset.
  CallOptions call{};
};

enum class UploadProtocol { single, multipart, resumable };

struct UploadResult {
  std::uint64_t bytes = 0;         // of the file
  std::uint64_t resumed_from = 0;  // of them, how many an earlier upload had sent
  int parts = 0;                   // in how many pieces the rest went
  UploadProtocol protocol = UploadProtocol::single;
};

struct DownloadToOptions {
  bool overwrite = true;             // replaces a file that is there
  bool use_parallel = false;         // several workers; for files above Config::files_ext's minimum
  std::optional<int> parallelism{};  // workers, 1 to 64; only with use_parallel
  bool resume = false;  // what came before a failure is kept for the next download: databricks::DownloadOptions
  CallOptions call{};   // as in UploadOptions
};

struct StreamOptions {
  std::uint64_t offset = 0;               // of the first byte wanted
  std::optional<std::uint64_t> length{};  // in bytes; unset: to the end. The end of the file may come earlier
  CallOptions call{};                     // as in UploadOptions
};

struct DirectoryOptions {
  std::optional<bool> overwrite{};  // of files that are there; unset: uploads fail, downloads replace
  int files_at_once = 8;            // 1 to 64; each goes as one stream
  CallOptions call{};               // as in UploadOptions; on_progress counts the bytes of all files
};

struct DirectoryResult {
  std::uint64_t files = 0;
  std::uint64_t directories = 0;  // besides the one that was named
  std::uint64_t bytes = 0;
  std::uint64_t skipped = 0;  // links to directories, sockets and other things that are no files
};

}  // namespace databricks::ext
