#include "resumable_upload.hpp"

#include "call/backoff.hpp"
#include "transfer/content_check.hpp"
#include "transfer/store_error.hpp"
#include "transfer/stored_range.hpp"

#include <databricks/service_error.hpp>

#include <vector>

namespace databricks::ext {

namespace {

constexpr int kResumeIncomplete = 308;
constexpr std::size_t kBuffer = std::size_t{128} << 10;

bool is_complete_answer(const HttpResponse& response) { return response.status == 200 || response.status == 201; }

std::string name_at(std::uint64_t offset) { return "upload from byte " + std::to_string(offset); }

[[noreturn]] void unexpected(const HttpResponse& response, const std::string& why) {
  throw UnexpectedResponse(response.status, "", "a resumable upload: " + why);
}

std::string content_range(const detail::UploadPart& part, std::uint64_t from) {
  return "bytes " + std::to_string(from) + '-' + std::to_string(part.end() - 1) + '/' +
         (part.is_last ? std::to_string(part.end()) : "*");
}

}  // namespace

ResumableUpload::ResumableUpload(const UploadContext& context, detail::PresignedUrl url)
    : context_(context), url_(std::move(url)) {}

void ResumableUpload::sum_up(const detail::UploadPart& part) {
  const auto source = part.source();
  std::vector<char> buffer(kBuffer);
  while (const auto n = source.get()->read(buffer.data(), buffer.size())) {
    sum_ = detail::crc32c(sum_, {buffer.data(), n});
  }
}

// One attempt: whether it arrived is found out by asking, not by sending it again.
std::optional<HttpResponse> ResumableUpload::put(const detail::UploadPart& part) {
  const auto skip = stored_ - part.offset;
  context_.progress.set(stored_);
  const auto what = name_at(stored_);
  const auto& stop = context_.options.call.stop;
  try {
    auto response = context_.store.send(
        url_,
        {.method = "PUT",
         .what = what,
         .headers = {{"Content-Type", "application/octet-stream"}, {"Content-Range", content_range(part, stored_)}},
         .body = [&] { return context_.progress.counted(part.source(skip)); },
         .attempts = 1},
        stop);
    if (!detail::is_passing_status(response.status)) return response;
    try {
      detail::throw_store_error(response, what);
    } catch (const Error&) {
      last_failure_ = std::current_exception();
    }
  } catch (const CallCancelled&) {
    throw;
  } catch (const TransportError& error) {
    if (error.fault() == TransportFault::permanent) throw;
    last_failure_ = std::current_exception();
  }
  return std::nullopt;
}

std::optional<HttpResponse> ResumableUpload::ask() {
  try {
    auto response = context_.store.send(url_,
                                        {.method = "PUT",
                                         .what = "question how far an upload has come",
                                         .headers = {{"Content-Range", "bytes */*"}},
                                         .body = [] { return Source(std::string()); },
                                         .attempts = 1},
                                        context_.options.call.stop);
    if (!detail::is_passing_status(response.status)) return response;
  } catch (const CallCancelled&) {
    throw;
  } catch (const TransportError& error) {
    if (error.fault() == TransportFault::permanent) throw;
  }
  return std::nullopt;
}

void ResumableUpload::pause(int number) {
  auto& engine = context_.api.engine();
  if (engine.clock().sleep(detail::backoff(number), context_.options.call.stop)) return;
  throw CallCancelled(TransportFault::unreachable, TransportPhase::wait,
                      "the upload was cancelled between two requests");
}

// Sends what is missing of the part, and asks until there is an answer.
HttpResponse ResumableUpload::settle(const detail::UploadPart& part) {
  if (auto response = put(part)) return std::move(*response);
  for (int asked = 1; asked <= context_.api.knobs().multipart_upload_max_retries; ++asked) {
    pause(asked);
    if (auto response = ask()) return std::move(*response);
  }
  std::rethrow_exception(last_failure_);
}

// True: all of the part is stored.
bool ResumableUpload::take_answer(const HttpResponse& response, const detail::UploadPart& part) {
  if (is_complete_answer(response)) {
    if (!part.is_last) unexpected(response, "the object store took it for complete before its end");
    detail::ContentSums sums = detail::content_sums(response);
    if (sums.crc32c && *sums.crc32c != sum_) unexpected(response, "what is stored has another checksum");
    complete_ = true;
    stored_ = part.end();
    return true;
  }
  if (response.status == 412 && !context_.options.overwrite.value_or(false)) {
    throw AlreadyExists(409, "ALREADY_EXISTS", "The file being created already exists.");
  }
  if (response.status != kResumeIncomplete) detail::throw_store_error(response, name_at(stored_));
  const auto stored = detail::stored_bytes(response.headers);
  if (!stored) unexpected(response, "its Range can't be understood");
  if (*stored < stored_ || *stored > part.end()) {
    unexpected(response, "the object store says that it has " + std::to_string(*stored) + " bytes, which can't be");
  }
  stored_ = *stored;
  return stored_ == part.end() && !part.is_last;
}

void ResumableUpload::send(const detail::UploadPart& part) {
  for (int idle = 0;;) {
    // All of it is there, and the store does not call it complete: the last byte once more.
    if (stored_ >= part.end()) stored_ = part.end() - 1;
    const auto before = stored_;
    const auto response = settle(part);
    if (take_answer(response, part)) break;
    if (stored_ > before && stored_ < part.end()) {
      idle = 0;
      continue;
    }
    if (++idle > context_.api.knobs().multipart_upload_max_retries) {
      unexpected(response, "the object store does not take what it is sent");
    }
    pause(idle);
  }
  ++parts_sent_;
}

std::optional<std::uint64_t> ResumableUpload::take_up() {
  for (int asked = 0; asked <= context_.api.knobs().multipart_upload_max_retries; ++asked) {
    if (asked > 0) pause(asked);
    const auto response = ask();
    if (!response) continue;
    if (is_complete_answer(*response)) {
      complete_ = true;
      return stored_ = context_.input.size().value_or(0);
    }
    if (response->status != kResumeIncomplete) return std::nullopt;
    const auto stored = detail::stored_bytes(response->headers);
    if (!stored || *stored > context_.input.size().value_or(0)) return std::nullopt;
    return stored_ = *stored;
  }
  return std::nullopt;
}

void ResumableUpload::run(std::optional<detail::UploadPart>& first) {
  while (!complete_) {
    const auto part = context_.input.next();
    sum_up(part);
    if (part.end() <= stored_ && !part.is_last) continue;  // of an earlier upload
    if (part.is_last) context_.input.check_unchanged();
    if (stored_ == 0) first = part;
    send(part);
    first.reset();
  }
}

void ResumableUpload::abandon(const detail::ObjectStore& store) {
  store.send(url_, {.method = "DELETE", .what = "end of an upload", .attempts = 1}, {});
}

}  // namespace databricks::ext
