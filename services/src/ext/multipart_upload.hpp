// The protocol of AWS and Azure: parts side by side, each under a URL of its own, put together in the end.
#pragma once

#include "upload_context.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace databricks::ext {

class MultipartUpload {
 public:
  /// `done`: ETags of parts that an earlier upload has sent. `part_done` is called with all ETags after each part, by
  /// one thread at a time.
  using Etags = std::map<std::int64_t, std::string>;
  MultipartUpload(const UploadContext& context, UploadSession session, Etags done,
                  Function<void(const Etags&)> part_done);

  /// Sends the first part alone, to see whether the store can be reached. Returns it when that failed; the error is
  /// the one that is thrown.
  void send_first(std::optional<detail::UploadPart>& first);
  void send_rest();
  void complete();

  int parts_sent() const { return parts_sent_; }
  /// Up to the end of the last part that was taken out of the input.
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  std::optional<std::int64_t> next_part(detail::UploadPart& part);
  void send_part(std::int64_t number, const detail::UploadPart& part, const std::stop_token& stop);
  std::string try_part(std::int64_t number, const detail::UploadPart& part, const std::stop_token& stop);
  detail::PresignedUrl url_for(std::int64_t number, const std::stop_token& stop);

  const UploadContext& context_;
  UploadSession session_;
  Function<void(const Etags&)> part_done_;
  std::mutex mutex_;  // for what follows
  Etags etags_;
  std::int64_t last_number_ = 0;
  bool at_end_ = false;
  int parts_sent_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::map<std::int64_t, detail::PresignedUrl> urls_{};  // that were asked for ahead: by one worker only
};

}  // namespace databricks::ext
