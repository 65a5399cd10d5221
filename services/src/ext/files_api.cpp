#include "files_api.hpp"

#include "observe/masked_text.hpp"
#include "observe/plain_text.hpp"

#include <databricks/check.hpp>
#include <databricks/describe.hpp>
#include <databricks/log.hpp>
#include <databricks/model.hpp>
#include <databricks/models/files.hpp>
#include <databricks/reflect.hpp>
#include <databricks/services/files.hpp>

#include <array>
#include <ctime>

namespace databricks::ext {

namespace wire {

struct InitiateUpload {
  optional<std::string> file_path{};
  optional<std::string> action{};
  optional<bool> overwrite{};
};
BOOST_DESCRIBE_STRUCT(InitiateUpload, (), (file_path, action, overwrite))

struct Session {
  optional<std::string> session_token{};
};
BOOST_DESCRIBE_STRUCT(Session, (), (session_token))

struct InitiatedUpload {
  optional<Session> multipart_upload{};
  optional<Session> resumable_upload{};
};
BOOST_DESCRIBE_STRUCT(InitiatedUpload, (), (multipart_upload, resumable_upload))

struct Header {
  std::string name{};
  std::string value{};
};
BOOST_DESCRIBE_STRUCT(Header, (), (name, value))

struct SignedUrl {
  optional<std::string> url{};
  optional<std::int64_t> part_number{};
  list<Header> headers{};
};
BOOST_DESCRIBE_STRUCT(SignedUrl, (), (url, part_number, headers))

struct CreatePartUrls {
  std::string path{};
  std::string session_token{};
  std::int64_t start_part_number{};
  std::int64_t count{};
  std::string expire_time{};
};
BOOST_DESCRIBE_STRUCT(CreatePartUrls, (), (path, session_token, start_part_number, count, expire_time))

struct PartUrls {
  list<SignedUrl> upload_part_urls{};
};
BOOST_DESCRIBE_STRUCT(PartUrls, (), (upload_part_urls))

struct CompletedPart {
  std::int64_t part_number{};
  std::string etag{};
};
BOOST_DESCRIBE_STRUCT(CompletedPart, (), (part_number, etag))

struct CompleteUpload {
  std::string file_path{};
  std::string action{};
  std::string upload_type{};
  std::string session_token{};
  list<CompletedPart> parts{};
};
BOOST_DESCRIBE_STRUCT(CompleteUpload, (), (file_path, action, upload_type, session_token, parts))

struct CreateAbortUrl {
  std::string path{};
  std::string session_token{};
  std::string expire_time{};
};
BOOST_DESCRIBE_STRUCT(CreateAbortUrl, (), (path, session_token, expire_time))

struct AbortUrl {
  optional<SignedUrl> abort_upload_url{};
};
BOOST_DESCRIBE_STRUCT(AbortUrl, (), (abort_upload_url))

struct CreateResumableUrl {
  std::string path{};
  std::string session_token{};
};
BOOST_DESCRIBE_STRUCT(CreateResumableUrl, (), (path, session_token))

struct ResumableUrl {
  optional<SignedUrl> resumable_upload_url{};
};
BOOST_DESCRIBE_STRUCT(ResumableUrl, (), (resumable_upload_url))

struct CreateDownloadUrl {
  std::string path{};
  std::string expire_time{};
};
BOOST_DESCRIBE_STRUCT(CreateDownloadUrl, (), (path, expire_time))

}  // namespace wire

namespace {

using Initiate = Endpoint<"POST /api/2.0/fs/files{+file_path}", wire::InitiateUpload, wire::InitiatedUpload,
                          Query<"action", "overwrite">, NoBody>;
using CreatePartUrls =
    Endpoint<"POST /api/2.0/fs/create-upload-part-urls", wire::CreatePartUrls, wire::PartUrls, Idempotent>;
using Complete = Endpoint<"POST /api/2.0/fs/files{+file_path}", wire::CompleteUpload, void,
                          Query<"action", "upload_type", "session_token">>;
using CreateAbortUrl =
    Endpoint<"POST /api/2.0/fs/create-abort-upload-url", wire::CreateAbortUrl, wire::AbortUrl, Idempotent>;
using CreateResumableUrl =
    Endpoint<"POST /api/2.0/fs/create-resumable-upload-url", wire::CreateResumableUrl, wire::ResumableUrl>;
using CreateDownloadUrl = Endpoint<"POST /api/2.0/fs/create-download-url", wire::CreateDownloadUrl, wire::SignedUrl,
                                   Query<"path", "expire_time">, NoBody, Idempotent>;
using Plain = services::files::Files;

template <class Called>
auto call_endpoint(Engine& engine, const typename Called::request_type& request, const CallOptions& options) {
  if constexpr (std::is_void_v<typename Called::response_type>) {
    detail::call(engine, Called::table, &request, nullptr, options);
  } else {
    typename Called::response_type response{};
    detail::call(engine, Called::table, &request, &response, options);
    return response;
  }
}

[[noreturn]] void missing(const std::string& path, const char* what) {
  throw UnexpectedResponse(200, "", "the service answered without " + std::string(what) + " for " + path);
}

detail::PresignedUrl presigned(const wire::SignedUrl& from, const std::string& path) {
  if (from.url.value_or("").empty()) missing(path, "a URL");
  detail::PresignedUrl url{.url = *from.url};
  for (const auto& header : from.headers) url.headers.add_received(header.name, header.value);
  return url;
}

// `2021-01-01T00:00:00Z`
std::string time_after(std::chrono::seconds span) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + span);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

CallOptions without_streams(CallOptions call) {
  call.to.reset();
  call.on_progress = {};
  return call;
}

}  // namespace

FilesApi::FilesApi(Engine& engine, std::string path, const CallOptions& call)
    : engine_(detail::share(engine)), path_(std::move(path)), call_(without_streams(call)) {
  if (!path_.starts_with('/')) throw InvalidArgument("a path of the Files API begins with `/`: " + path_);
}

CallOptions FilesApi::call(const std::stop_token& stop) const {
  auto options = call_;
  options.stop = stop;
  return options;
}

void FilesApi::upload(const Source& contents, std::optional<bool> overwrite, const CallOptions& call) const {
  files::UploadRequest request{.file_path = path_, .contents = contents};
  if (overwrite) request.overwrite = *overwrite;
  call_endpoint<decltype(Plain::upload)>(*engine_, request, call);
}

void FilesApi::download(const CallOptions& call) const {
  call_endpoint<decltype(Plain::download)>(*engine_, {.file_path = path_}, call);
}

std::optional<std::uint64_t> FilesApi::size(const CallOptions& call) const {
  const auto found = call_endpoint<decltype(Plain::get_metadata)>(*engine_, {.file_path = path_}, call);
  const auto length = found.content_length.value_or(-1);
  return length < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(length));
}

UploadSession FilesApi::initiate(std::optional<bool> overwrite) const {
  wire::InitiateUpload request{.file_path = path_, .action = "initiate-upload"};
  if (overwrite) request.overwrite = *overwrite;
  const auto answer = call_endpoint<Initiate>(*engine_, request, call_);
  const bool resumable = !answer.multipart_upload.has_value();
  const auto& session = resumable ? answer.resumable_upload : answer.multipart_upload;
  if (!session.has_value() || session->session_token.value_or("").empty()) {
    missing(path_, "a session of multipart_upload or resumable_upload");
  }
  return {*session->session_token, resumable};
}

std::vector<PartUrl> FilesApi::part_urls(const UploadSession& session, std::int64_t first, std::int64_t count,
                                         const CallOptions& call) const {
  const auto answer =
      call_endpoint<CreatePartUrls>(*engine_,
                                    {.path = path_,
                                     .session_token = session.token,
                                     .start_part_number = first,
                                     .count = count,
                                     .expire_time = time_after(knobs().multipart_upload_url_expiration_duration)},
                                    call);
  std::vector<PartUrl> urls;
  for (const auto& url : answer.upload_part_urls) {
    const auto expected = first + static_cast<std::int64_t>(urls.size());
    if (url.part_number.value_or(expected) != expected) missing(path_, "the URLs of the parts that were asked for");
    urls.push_back({expected, presigned(url, path_)});
  }
  if (urls.empty()) missing(path_, "URLs of parts");
  return urls;
}

void FilesApi::complete(const UploadSession& session, const std::map<std::int64_t, std::string>& etags) const {
  wire::CompleteUpload request{
      .file_path = path_, .action = "complete-upload", .upload_type = "multipart", .session_token = session.token};
  for (const auto& [number, etag] : etags) request.parts.push_back({number, etag});
  call_endpoint<Complete>(*engine_, request, call_);
}

detail::PresignedUrl FilesApi::abort_url(const UploadSession& session, const CallOptions& call) const {
  const auto answer =
      call_endpoint<CreateAbortUrl>(*engine_,
                                    {.path = path_,
                                     .session_token = session.token,
                                     .expire_time = time_after(knobs().multipart_upload_url_expiration_duration)},
                                    call);
  if (!answer.abort_upload_url.has_value()) missing(path_, "abort_upload_url");
  return presigned(*answer.abort_upload_url, path_);
}

detail::PresignedUrl FilesApi::resumable_url(const UploadSession& session) const {
  const auto answer =
      call_endpoint<CreateResumableUrl>(*engine_, {.path = path_, .session_token = session.token}, call_);
  if (!answer.resumable_upload_url.has_value()) missing(path_, "resumable_upload_url");
  return presigned(*answer.resumable_upload_url, path_);
}

detail::PresignedUrl FilesApi::download_url(const CallOptions& call) const {
  const auto answer = call_endpoint<CreateDownloadUrl>(
      *engine_, {.path = path_, .expire_time = time_after(knobs().presigned_download_url_expiration_duration)}, call);
  return presigned(answer, path_);
}

void FilesApi::warn(const std::string& text) const {
  const auto logger = config().logger ? config().logger : default_logger();
  if (!logger || !logger->enabled(LogLevel::warning)) return;
  try {
    logger->log(LogLevel::warning, detail::masked_text(detail::printable(text)));
  } catch (...) {
    // A logger can't break a transfer.
  }
}

}  // namespace databricks::ext
