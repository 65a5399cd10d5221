// What is uploaded, cut into parts: a file, whose parts are read where they lie, or any other source, whose parts are
// kept in memory while they are under way.
#pragma once

#include <databricks/stream.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace databricks::detail {

struct PartBytes {
  std::unique_ptr<char[]> data{};
  std::size_t size = 0;
};

struct UploadPart {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool is_last = false;                      // the data ends with it
  std::shared_ptr<const PartBytes> bytes{};  // null: they are in the file
  std::string file{};

  std::uint64_t end() const { return offset + size; }
  /// A source of its own of the part's bytes without the first `skip`.
  Source source(std::uint64_t skip = 0) const;
};

/// Not thread-safe; throws what reading throws.
class UploadInput {
 public:
  virtual ~UploadInput();
  /// Of all; unset: not known yet.
  virtual std::optional<std::uint64_t> size() const = 0;
  /// Whether all of it is less than `bytes`. Reads ahead if the size is not known.
  virtual bool is_less_than(std::uint64_t bytes) = 0;
  /// The next part, full unless the data ends with it. Don't call it behind the last one.
  virtual UploadPart next() = 0;
  /// All of it once more, for another way; `first` is the part that was taken out, if there is one. The input is used
  /// up by that.
  virtual Source whole(const std::optional<UploadPart>& first) = 0;
  /// Throws InvalidArgument when what was read is no more what is there: a file that changed.
  virtual void check_unchanged() const = 0;
};

/// Size and time of change: what tells one state of a file from another.
struct FileIdentity {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
/// Throws std::system_error; InvalidArgument for what is no regular file.
FileIdentity identify_file(const std::string& path);

std::unique_ptr<UploadInput> file_input(const std::string& path, const FileIdentity& identity, std::uint64_t part_size);
/// Throws InvalidArgument for a source without bytes.
std::unique_ptr<UploadInput> stream_input(Source source, std::uint64_t part_size);

}  // namespace databricks::detail
