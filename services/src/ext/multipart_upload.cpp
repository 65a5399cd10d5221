#include "multipart_upload.hpp"

#include "transfer/content_check.hpp"
#include "transfer/store_error.hpp"
#include "transfer/together.hpp"
#include "upload_plan.hpp"

#include <algorithm>
#include <utility>

namespace databricks::ext {

namespace {

bool is_stored(const HttpResponse& response) { return response.status == 200 || response.status == 201; }

std::string name_of(std::int64_t number) { return "upload of part " + std::to_string(number); }

}  // namespace

MultipartUpload::MultipartUpload(const UploadContext& context, UploadSession session, Etags done,
                                 Function<void(const Etags&)> part_done)
    : context_(context), session_(std::move(session)), part_done_(std::move(part_done)), etags_(std::move(done)) {}

void MultipartUpload::send_first(std::optional<detail::UploadPart>& first) {
  const auto& stop = context_.options.call.stop;
  detail::UploadPart part;
  const auto number = next_part(part);
  if (!number) return;
  first = part;
  send_part(*number, part, stop);
  first.reset();
}

void MultipartUpload::send_rest() {
  const auto work = [&](const std::stop_token& stop) {
    detail::UploadPart part;
    while (const auto number = next_part(part)) send_part(*number, part, stop);
  };
  detail::run_together(context_.workers, context_.options.call.stop, work);
  context_.input.check_unchanged();
}

void MultipartUpload::complete() { context_.api.complete(session_, etags_); }

// The next one that is not there yet. Workers take turns at reading.
std::optional<std::int64_t> MultipartUpload::next_part(detail::UploadPart& part) {
  const std::lock_guard lock(mutex_);
  part = {};  // lets go of the bytes before others are read
  while (!at_end_) {
    part = context_.input.next();
    at_end_ = part.is_last;
    bytes_read_ = part.end();
    if (part.size == 0) return std::nullopt;
    if (!etags_.contains(++last_number_)) return last_number_;
  }
  return std::nullopt;
}

void MultipartUpload::send_part(std::int64_t number, const detail::UploadPart& part, const std::stop_token& stop) {
  auto etag = try_part(number, part, stop);
  const std::lock_guard lock(mutex_);
  etags_[number] = std::move(etag);
  ++parts_sent_;
  if (part_done_) part_done_(etags_);
}

std::string MultipartUpload::try_part(std::int64_t number, const detail::UploadPart& part,
                                      const std::stop_token& stop) {
  const auto what = name_of(number);
  const detail::StoreRequest request{.method = "PUT",
                                     .what = what,
                                     .headers = {{"Content-Type", "application/octet-stream"}},
                                     .body = context_.progress.counted_attempts([&] { return part.source(); })};
  for (int expired = 0;; ++expired) {
    const auto response = context_.store.send(url_for(number, stop), request, stop);
    if (is_stored(response)) {
      check_content(detail::content_sums(response), part.source(), what);
      const auto* etag = response.headers.find("ETag");
      return etag != nullptr ? *etag : std::string();
    }
    if (!detail::is_expired(response) || expired >= context_.api.knobs().multipart_upload_max_retries) {
      detail::throw_store_error(response, what);
    }
    if (context_.workers == 1) urls_.clear();
  }
}

detail::PresignedUrl MultipartUpload::url_for(std::int64_t number, const std::stop_token& stop) {
  const auto call = context_.api.call(stop);
  if (context_.workers > 1) return context_.api.part_urls(session_, number, 1, call).front().url;
  if (const auto known = urls_.extract(number)) return known.mapped();
  const auto size = context_.input.size();
  auto count = urls_at_once(size, context_.part_size, context_.api.knobs());
  if (size) {
    const auto parts = static_cast<std::int64_t>((*size + context_.part_size - 1) / context_.part_size);
    count = std::clamp<std::int64_t>(parts - number + 1, 1, count);
  }
  for (auto& url : context_.api.part_urls(session_, number, count, call)) urls_[url.number] = std::move(url.url);
  return urls_.extract(number).mapped();
}

}  // namespace databricks::ext
