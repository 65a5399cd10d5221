// An open file of DBFS, of a volume or of this machine, as a standard stream.
#pragma once

#include <databricks/export.hpp>

#include <cstdint>
#include <iosfwd>
#include <memory>

namespace databricks::ext {

/// What Dbfs::open returns. Its stream throws what the service says and what the system says (its exceptions() hold
/// badbit); a formatted read that fails does not throw. Used by one thread at a time.
class DATABRICKS_API PathFile {
 public:
  struct State;
  /// For the library.
  explicit PathFile(std::unique_ptr<State> state);
  PathFile(PathFile&&) noexcept;
  PathFile& operator=(PathFile&&) = delete;
  /// Without close(): closes, but can't report what goes wrong. When an exception is under way, what was written is
  /// abandoned: nothing is uploaded to volumes, local files stay as they were, and DBFS, which has no way back, is left
  /// with the blocks that it had.
  ~PathFile();

  /// Seekable. Throws InvalidArgument when the file is open for writing.
  std::istream& in();
  /// Throws InvalidArgument when the file is open for reading.
  std::ostream& out();
  /// Of a file open for reading when it was opened; else 0. Bytes.
  std::uint64_t size() const;
  /// Makes what was written final. The second call does nothing. Throws what calls throw, std::system_error for local
  /// files, and Error when an earlier write had failed.
  void close();

 private:
  std::unique_ptr<State> state_;
};

}  // namespace databricks::ext
