// The file that a download grows in, until it gets its name.
#pragma once

#include "transfer/download_state.hpp"

#include <mutex>
#include <string>

namespace databricks::detail {

/// Throws std::system_error when nothing may be downloaded to this path: something is there that is no regular file, or
/// that is not to be replaced.
void check_destination(const std::string& path, bool overwrite);

/// `path` with a random ending, or `path.part` and `path.part.state` for a download that can be continued by another
/// process. All of it throws std::system_error with the file's name. write() and record() may be called from several
/// threads.
class PartialFile {
 public:
  /// With `keep`, takes over what an earlier download of the same target left.
  PartialFile(const std::string& path, bool keep, std::string target);
  /// Removes the file unless it was committed, or is worth keeping.
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  /// Of the file that an earlier download had begun; empty without.
  const FileVersion& version() const { return version_; }
  const PieceSet& done() const { return done_; }

  const std::string& temporary() const { return temporary_; }
  void write(std::uint64_t offset, std::string_view bytes);
  /// These bytes are written, and good.
  void record(ByteRange range, const FileVersion& version);
  /// What was kept is of no use.
  void discard();
  /// Gives the file its name.
  void commit(std::uint64_t size, bool overwrite);

 private:
  void load();
  void remove_files() noexcept;

  std::string path_;
  std::string temporary_;
  std::string state_path_;  // empty: nothing is kept
  std::string target_;
  int fd_ = -1;
  int state_fd_ = -1;
  std::mutex mutex_;  // for what follows
  FileVersion version_{};
  PieceSet done_{};
  bool gone_ = false;
};

}  // namespace databricks::detail
