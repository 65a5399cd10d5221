#include "file_get.hpp"

#include "text/ascii.hpp"
#include "transfer/store_error.hpp"

#include <databricks/download.hpp>
#include <databricks/service_error.hpp>

#include <algorithm>
#include <utility>

namespace databricks::ext {

namespace {

constexpr std::string_view kOurHeaders[] = {"range", "if-match", "if-unmodified-since", "accept", "accept-encoding"};
constexpr int kPreconditionFailed = 412;
constexpr int kRangeNotSatisfiable = 416;

void check_headers(const detail::PresignedUrl& url) {
  for (const auto& [name, value] : url.headers) {
    const auto lower = ascii_lower(name);
    if (std::find(std::begin(kOurHeaders), std::end(kOurHeaders), lower) == std::end(kOurHeaders)) continue;
    throw UnexpectedResponse(200, "", "a download URL comes with the header " + lower + ", which is up to the SDK");
  }
}

Headers without(const Headers& headers, std::string_view name) {
  Headers kept;
  for (const auto& [key, value] : headers) {
    if (!same_text(key, name)) kept.add_received(key, value);
  }
  return kept;
}

// Those that make up a range request. The caller's own are for the service alone.
Headers range_headers(const CallOptions& call) {
  Headers headers;
  for (const auto& [name, value] : call.headers) {
    const auto lower = ascii_lower(name);
    if (std::find(std::begin(kOurHeaders), std::end(kOurHeaders), lower) != std::end(kOurHeaders))
      headers.set(name, value);
  }
  return headers;
}

}  // namespace

// Between an answer and the sink. An ETag of the store is not one of the service, so of two only one may be believed.
class FileGet::Screen final : public ByteSink {
 public:
  Screen(FileGet& get, Origin origin, const Sink& sink)
      : get_(get),
        origin_(origin),
        sink_(sink),
        most_(std::max<std::size_t>(1,
                                    static_cast<std::size_t>(get.api_.knobs().client_download_streaming_chunk_size))) {}
  void begin(const HttpResponse& head) override {
    begun = true;
    // What is not a file's is not handed on: the caller sees the status.
    is_file_ = head.status == 200 || head.status == 206;
    if (!is_file_) return;
    auto shown = head;
    if (!get_.begin(origin_, head)) shown.headers = without(head.headers, "ETag");
    (*sink_).begin(shown);
  }
  void write(std::string_view bytes) override {
    for (; is_file_ && !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), most_))) {
      (*sink_).write(bytes.substr(0, most_));
    }
  }
  bool begun = false;

 private:
  FileGet& get_;
  Origin origin_;
  const Sink& sink_;
  std::size_t most_;
  bool is_file_ = false;
};

FileGet::FileGet(const FilesApi& api, const detail::ObjectStore& store, int most_renewals)
    : api_(api),
      store_(store),
      most_renewals_(most_renewals),
      plain_(api.config().disable_experimental_files_api_client.value_or(false)) {}

void FileGet::operator()(const CallOptions& call) {
  if (!get_from_store(call)) get_from_service(call);
}

detail::ContentSums FileGet::sums() const {
  const std::lock_guard lock(mutex_);
  return sums_;
}

bool FileGet::begin(Origin origin, const HttpResponse& head) {
  const std::lock_guard lock(mutex_);
  if (first_ == Origin::unknown) first_ = origin;
  if (origin == Origin::store && sums_.empty()) sums_ = detail::content_sums(head);
  return first_ == origin;
}

CallOptions FileGet::adapted(CallOptions call, Origin origin) const {
  const std::lock_guard lock(mutex_);
  if (first_ != Origin::unknown && first_ != origin) call.headers = without(call.headers, "If-Match");
  return call;
}

bool FileGet::is_plain() const {
  const std::lock_guard lock(mutex_);
  return plain_;
}

void FileGet::go_plain(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(plain_, true)) return;
  api_.warn("download of " + api_.path() + " goes through the service: " + why);
}

// The URL that all share; another one when that of this generation is no good. Nothing: there is none to be had.
std::optional<FileGet::Url> FileGet::current_url(const CallOptions& call, int not_generation) {
  const std::lock_guard lock(mutex_);
  if (plain_) return std::nullopt;
  if (url_ && url_->generation != not_generation) return url_;
  auto url = api_.download_url(api_.call(call.stop));
  check_headers(url);
  url_ = Url{std::move(url), not_generation + 1};
  return url_;
}

// False: the service has to be asked.
bool FileGet::get_from_store(const CallOptions& options) {
  int generation = 0;
  for (int renewals = 0; !is_plain(); ++renewals) {
    const auto call = adapted(options, Origin::store);
    Screen screen(*this, Origin::store, *call.to);
    try {
      const auto url = current_url(call, generation);
      if (!url) return false;
      generation = url->generation;
      const auto response = store_.send(
          url->url, {.method = "GET", .what = "download", .headers = range_headers(call), .sink = &screen}, call.stop);
      if (response.status == 200 || response.status == 206) return true;
      if (response.status == kPreconditionFailed || response.status == kRangeNotSatisfiable) {
        detail::throw_store_error(response, "download");
      }
      if (detail::is_expired(response) && renewals < most_renewals_) continue;
      go_plain("the object store answered " + std::to_string(response.status));
    } catch (const CallCancelled&) {
      throw;
    } catch (const DatabricksError& error) {
      if (error.status_code() == kPreconditionFailed || error.status_code() == kRangeNotSatisfiable) throw;
      go_plain(error.what());
    } catch (const FileChanged&) {
      throw;
    } catch (const Error& error) {
      if (screen.begun) throw;
      go_plain(error.what());
    }
  }
  return false;
}

void FileGet::get_from_service(const CallOptions& options) {
  auto call = adapted(options, Origin::service);
  const Sink to = *call.to;
  call.to = Sink(std::make_shared<Screen>(*this, Origin::service, to));
  api_.download(call);
}

}  // namespace databricks::ext
