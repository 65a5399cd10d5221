// How files are moved to and from volumes. The names are those of the attributes with the prefix `files_ext_` in the
// other SDKs; they are set by programs only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace databricks {

/// Sizes are bytes. Impossible values (a size of 0, less than one worker) are found out by the transfer that needs
/// them: InvalidArgument.
struct FilesConfig {
  static constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

  std::uint64_t client_download_streaming_chunk_size = 2 * kMiB;  // most bytes that a sink gets at once
  std::optional<int> client_download_max_total_recovers{};        // of a stream that breaks off; unset: no limit
  int client_download_max_total_recovers_without_progressing = 1;
  std::uint64_t multipart_upload_min_stream_size = 50 * kMiB;    // less goes in one request
  std::uint64_t multipart_upload_default_part_size = 10 * kMiB;  // when the size is not known
  /// The smallest that makes at most 100 parts is taken; when none does, the largest part size.
  std::vector<std::uint64_t> multipart_upload_part_size_options{
      10 * kMiB, 20 * kMiB, 50 * kMiB, 100 * kMiB, 200 * kMiB, 500 * kMiB, 1024 * kMiB, 2048 * kMiB, 4096 * kMiB};
  std::uint64_t multipart_upload_max_part_size = 4096 * kMiB;
  int multipart_upload_batch_url_count = 1;  // URLs asked for at once by one worker that does not know the size
  int multipart_upload_default_parallelism = 10;
  int multipart_upload_max_retries = 3;  // expired URLs, or questions how far an upload has come, in a row
  std::chrono::seconds multipart_upload_url_expiration_duration{3600};
  std::chrono::seconds presigned_download_url_expiration_duration{3600};
  int parallel_download_default_parallelism = 10;
  std::uint64_t parallel_download_min_file_size = 50 * kMiB;  // files up to this size come as one stream
  std::uint64_t parallel_download_default_part_size = 10 * kMiB;
  int parallel_download_max_retries = 3;                 // expired URLs in a row
  int network_transfer_inactivity_timeout_seconds = 60;  // of requests to the object store
  int cloud_api_max_retries = 3;                         // `experimental_files_ext_cloud_api_max_retries`: attempts
                                                         // of a request to the object store
};

}  // namespace databricks
