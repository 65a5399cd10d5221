// What an upload that was interrupted leaves behind, as JSON:
//
//   {"databricks_upload": 1, "host": "https://example.com", "path": "/Volumes/a/b/c/file", "size": 1000,
//    "modified": 1600000000000000000, "part_size": 100, "session_token": "...",
//    "parts": [{"part_number": 1, "etag": "\"33a64df5\""}]}
//
// An upload by the resumable protocol has `resumable_url` in place of parts, as there the object store knows how far
// it has come. Token and URL are secrets: the file is for its owner only.
#pragma once

#include "transfer/object_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace databricks::detail {

struct UploadState {
  std::string host{};
  std::string path{};
  std::uint64_t size = 0;     // of the local file
  std::int64_t modified = 0;  // of the local file, nanoseconds since 1970
  std::uint64_t part_size = 0;
  std::string session_token{};
  std::optional<PresignedUrl> resumable{};      // unset: multipart
  std::map<std::int64_t, std::string> parts{};  // ETags by number, from 1
};

std::string upload_state_text(const UploadState& state);
/// Nothing when the text is no such state, or one that makes no sense.
std::optional<UploadState> parse_upload_state(std::string_view text);

/// Nothing when there is no file, or none that is a state. Throws std::system_error when it can't be read.
std::optional<UploadState> load_upload_state(const std::string& file);
/// Replaces the file at once: a process that dies leaves the old one or the new one. Throws std::system_error.
void save_upload_state(const std::string& file, const UploadState& state);
void remove_upload_state(const std::string& file) noexcept;

}  // namespace databricks::detail
