// Which file an answer belongs to: pieces of two files must never be put together.
#pragma once

#include <databricks/http.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace databricks::detail {

struct FileVersion {
  std::optional<std::uint64_t> size{};
  std::string etag{};
  std::string last_modified{};

  /// Whether a later answer can be proven to be of the same file.
  bool can_resume() const { return size && !(last_modified.empty() && strong_etag().empty()); }
  /// Empty for weak ones (`W/"..."`), which say nothing about bytes.
  std::string strong_etag() const;

  friend bool operator==(const FileVersion&, const FileVersion&) = default;
};

/// Of a 2xx answer. Without anything for a packed body: its bytes are not the file's.
FileVersion version_of(const HttpResponse& head);

/// What both know must agree. Throws FileChanged.
void check_same_file(const FileVersion& known, const FileVersion& now);
/// Whether the answer proves to be of the known file, by itself.
bool is_proven_same(const FileVersion& known, const FileVersion& now);

/// Asks the service to answer 412 when it is another file by now.
void set_preconditions(Headers& headers, const FileVersion& version);

}  // namespace databricks::detail
