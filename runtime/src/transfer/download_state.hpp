// What a download that was interrupted leaves behind, as text: a few lines that begin with a name.
//
//   databricks-download 1
//   target https://example.com/api/2.0/fs/files/Volumes/a
//   etag "33a64df5"
//   last_modified Wed, 21 Oct 2015 07:28:00 GMT
//   size 1000
//   done 0 500
//
// More `done` lines follow as pieces come. A last line without its end was being written when the process died.
#pragma once

#include "transfer/file_version.hpp"
#include "transfer/piece_set.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

struct DownloadState {
  std::string target{};  // without the query, which may hold secrets
  FileVersion version{};
  PieceSet done{};
};

/// All lines but those of pieces.
std::string state_head(const std::string& target, const FileVersion& version);
std::string state_line(ByteRange done);

/// Nothing when the text is not such a state, or one that makes no sense.
std::optional<DownloadState> parse_state(std::string_view text);

}  // namespace databricks::detail
