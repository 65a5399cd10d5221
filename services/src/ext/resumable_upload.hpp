// The protocol of Google Cloud: one stream in pieces under one URL; the store says after each how far it has come.
#pragma once

#include "upload_context.hpp"

namespace databricks::ext {

class ResumableUpload {
 public:
  ResumableUpload(const UploadContext& context, detail::PresignedUrl url);

  /// Asks how far an earlier upload has come, and goes on from there. Returns the offset; nothing when the store knows
  /// nothing of it any more.
  std::optional<std::uint64_t> take_up();
  /// Sends all. `first` is the piece that failed when the store has not taken a byte yet.
  void run(std::optional<detail::UploadPart>& first);
  /// Tells the store to forget it; best effort.
  void abandon(const detail::ObjectStore& store);

  int parts_sent() const { return parts_sent_; }
  std::uint64_t bytes_stored() const { return stored_; }

 private:
  /// What became of a request; nothing: it is not known, so the store is to be asked.
  std::optional<HttpResponse> put(const detail::UploadPart& part);
  std::optional<HttpResponse> ask();
  HttpResponse settle(const detail::UploadPart& part);
  void send(const detail::UploadPart& part);
  bool take_answer(const HttpResponse& response, const detail::UploadPart& part);
  void pause(int number);
  void sum_up(const detail::UploadPart& part);

  const UploadContext& context_;
  detail::PresignedUrl url_;
  std::uint64_t stored_ = 0;
  std::uint32_t sum_ = 0;  // CRC-32C of all that was sent
  int parts_sent_ = 0;
  bool complete_ = false;
  std::exception_ptr last_failure_{};
};

}  // namespace databricks::ext
