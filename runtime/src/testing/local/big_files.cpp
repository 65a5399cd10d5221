// Transfers of the Files API that go past the service, to the object store: uploads in parts and signed URLs.
#include "testing/local/areas.hpp"
#include "testing/local/object_storage.hpp"
#include "testing/local/refuse.hpp"
#include "testing/local/unguessable.hpp"
#include "testing/local/upload_sessions.hpp"

#include <databricks/describe.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <algorithm>

namespace databricks::testing::local {

struct BigFilePart {
  optional<std::int64_t> part_number{};
  optional<std::string> etag{};
};
BOOST_DESCRIBE_STRUCT(BigFilePart, (), (part_number, etag))
struct BigFilePost {
  optional<std::string> file_path{};
  optional<std::string> action{};
  optional<bool> overwrite{};
  optional<std::string> upload_type{};
  optional<std::string> session_token{};
  list<BigFilePart> parts{};
};
BOOST_DESCRIBE_STRUCT(BigFilePost, (), (file_path, action, overwrite, upload_type, session_token, parts))
struct BigFileSession {
  optional<std::string> session_token{};
};
BOOST_DESCRIBE_STRUCT(BigFileSession, (), (session_token))
struct BigFilePosted {
  boxed<BigFileSession> multipart_upload{};
  boxed<BigFileSession> resumable_upload{};
};
BOOST_DESCRIBE_STRUCT(BigFilePosted, (), (multipart_upload, resumable_upload))

struct BigFileUrlRequest {
  optional<std::string> path{};
  optional<std::string> session_token{};
  optional<std::int64_t> start_part_number{};
  optional<std::int64_t> count{};
  optional<Timestamp> expire_time{};
};
BOOST_DESCRIBE_STRUCT(BigFileUrlRequest, (), (path, session_token, start_part_number, count, expire_time))
struct BigFileHeader {
  optional<std::string> name{};
  optional<std::string> value{};
};
BOOST_DESCRIBE_STRUCT(BigFileHeader, (), (name, value))
struct BigFileUrl {
  optional<std::string> url{};
  optional<std::int64_t> part_number{};
  list<BigFileHeader> headers = empty;
};
BOOST_DESCRIBE_STRUCT(BigFileUrl, (), (url, part_number, headers))
struct BigFileUrls {
  list<BigFileUrl> upload_part_urls{};
  boxed<BigFileUrl> abort_upload_url{};
  boxed<BigFileUrl> resumable_upload_url{};
};
BOOST_DESCRIBE_STRUCT(BigFileUrls, (), (upload_part_urls, abort_upload_url, resumable_upload_url))

struct BigFilesService : Service {
  Endpoint<"POST /api/2.0/fs/files{+file_path}", BigFilePost, BigFilePosted,
           Query<"action", "overwrite", "upload_type", "session_token">>
      post{*this};
  Endpoint<"POST /api/2.0/fs/create-upload-part-urls", BigFileUrlRequest, BigFileUrls> part_urls{*this};
  Endpoint<"POST /api/2.0/fs/create-abort-upload-url", BigFileUrlRequest, BigFileUrls> abort_url{*this};
  Endpoint<"POST /api/2.0/fs/create-resumable-upload-url", BigFileUrlRequest, BigFileUrls> resumable_url{*this};
  Endpoint<"POST /api/2.0/fs/create-download-url", BigFileUrlRequest, BigFileUrl, Query<"path", "expire_time">, NoBody>
      download_url{*this};
};

namespace {

constexpr std::int64_t kMostParts = 10'000;
constexpr std::int64_t kMostUrls = 100;  // of one answer
constexpr std::chrono::hours kShort{1}, kLong{7 * 24};

ObjectStorage::Time expiry(const optional<Timestamp>& wanted) {
  const auto now = std::chrono::system_clock::now();
  if (!wanted.has_value()) return now + kShort;
  const auto latest = std::chrono::floor<std::chrono::seconds>(now + kLong).time_since_epoch().count();
  return ObjectStorage::Time(std::chrono::seconds(std::clamp<std::int64_t>(wanted->seconds, 0, latest)));
}

class BigFiles : public std::enable_shared_from_this<BigFiles> {
 public:
  BigFiles(std::shared_ptr<Volumes> volumes, ObjectStorage& storage)
      : volumes_(volumes), storage_(storage), sessions_(std::move(volumes)) {}

  BigFilePosted post(const BigFilePost& request);
  BigFileUrls part_urls(const BigFileUrlRequest& request);
  BigFileUrls abort_url(const BigFileUrlRequest& request);
  BigFileUrls resumable_url(const BigFileUrlRequest& request);
  BigFileUrl download_url(const BigFileUrlRequest& request);

 private:
  bool is_resumable() const { return storage_.cloud() == LocalCloud::gcp; }
  BigFilePosted initiate(const std::string& path, bool overwrite);
  // Token and path of a session.
  std::pair<std::string, std::string> session_of(const BigFileUrlRequest& request, bool resumable) const;

  // What the store does.
  HttpResponse put_part(const std::string& token, std::int64_t number, const HttpRequest& request);
  HttpResponse put_piece(const std::string& token, const HttpRequest& request);
  HttpResponse abort(const std::string& token, int status);
  HttpResponse get(const std::string& path, const HttpRequest& request) const;

  const std::shared_ptr<Volumes> volumes_;
  ObjectStorage& storage_;  // outlives what it answers from
  UploadSessions sessions_;
};

BigFilePosted BigFiles::post(const BigFilePost& request) {
  const auto path = volume_path(request.file_path);
  const auto& action = required(request.action, "action");
  if (action == "initiate-upload") return initiate(path, request.overwrite.value_or(false));
  if (action != "complete-upload") refuse_value("Unknown action: " + action);
  if (request.upload_type != "multipart") refuse_value("The upload_type of a complete-upload must be multipart.");
  UploadSessions::Etags parts;
  for (const auto& part : request.parts) {
    parts.emplace_back(required(part.part_number, "part_number"), part.etag.value_or(""));
  }
  sessions_.complete(required(request.session_token, "session_token"), path, parts);
  return {};
}

BigFilePosted BigFiles::initiate(const std::string& path, bool overwrite) {
  {
    const std::lock_guard lock(volumes_->mutex);
    const FileNode* node = volumes_->tree.find(path);
    if (node != nullptr && node->is_directory) refuse_value("The path is a directory: " + path);
    // Google's store finds out itself.
    if (!is_resumable()) check_free(volumes_->tree, path, overwrite);
  }
  const BigFileSession session{.session_token = sessions_.open(path, overwrite)};
  BigFilePosted posted;
  (is_resumable() ? posted.resumable_upload : posted.multipart_upload) = session;
  return posted;
}

std::pair<std::string, std::string> BigFiles::session_of(const BigFileUrlRequest& request, bool resumable) const {
  const auto path = volume_path(request.path);
  const auto& token = required(request.session_token, "session_token");
  if (resumable != is_resumable()) refuse_value("The upload session is of the other kind.");
  sessions_.check(token, path);
  return {token, path};
}

BigFileUrls BigFiles::part_urls(const BigFileUrlRequest& request) {
  const auto session = session_of(request, false);
  const auto& first = required(request.start_part_number, "start_part_number");
  const auto& count = required(request.count, "count");
  if (first < 1 || first > kMostParts || count < 1) refuse_value("Parts have numbers from 1 to 10000.");
  BigFileUrls urls;
  for (auto number = first; number < first + std::min({count, kMostUrls, kMostParts - first + 1}); ++number) {
    BigFileUrl url{.part_number = number};
    url.url = storage_.sign({"PUT"}, session.second, expiry(request.expire_time),
                            [self = shared_from_this(), token = session.first, number](const HttpRequest& http) {
                              return self->put_part(token, number, http);
                            });
    if (storage_.cloud() == LocalCloud::azure) url.headers.push_back({"x-ms-blob-type", "BlockBlob"});
    urls.upload_part_urls.push_back(std::move(url));
  }
  return urls;
}

BigFileUrls BigFiles::abort_url(const BigFileUrlRequest& request) {
  const auto session = session_of(request, false);
  BigFileUrls urls;
  urls.abort_upload_url = BigFileUrl{.url = storage_.sign({"DELETE"}, session.second, expiry(request.expire_time),
                                                          [self = shared_from_this(), token = session.first](
                                                              const HttpRequest&) { return self->abort(token, 200); })};
  return urls;
}

BigFileUrls BigFiles::resumable_url(const BigFileUrlRequest& request) {
  const auto session = session_of(request, true);
  BigFileUrls urls;
  urls.resumable_upload_url = BigFileUrl{
      .url = storage_.sign({"PUT", "DELETE"}, session.second, std::chrono::system_clock::now() + kLong,
                           [self = shared_from_this(), token = session.first](const HttpRequest& http) {
                             return http.method == "DELETE" ? self->abort(token, 499) : self->put_piece(token, http);
                           })};
  return urls;
}

BigFileUrl BigFiles::download_url(const BigFileUrlRequest& request) {
  const auto path = volume_path(request.path);
  {
    const std::lock_guard lock(volumes_->mutex);
    if (find_file(volumes_->tree, path) == nullptr) {
      throw DatabricksError(404, "NOT_FOUND", "The file being accessed is not found.");
    }
  }
  return {.url = storage_.sign(
              {"GET"}, path, expiry(request.expire_time),
              [self = shared_from_this(), path](const HttpRequest& http) { return self->get(path, http); })};
}

// Azure tells no ETag of a block.
HttpResponse BigFiles::put_part(const std::string& token, std::int64_t number, const HttpRequest& request) {
  const bool is_azure = storage_.cloud() == LocalCloud::azure;
  const auto etag = is_azure ? std::string() : '"' + unguessable() + '"';
  sessions_.put_part(token, number, etag, request.body);
  HttpResponse response{.status = is_azure ? 201 : 200};
  if (!etag.empty()) response.headers.set("ETag", etag);
  return response;
}

HttpResponse BigFiles::put_piece(const std::string& token, const HttpRequest& request) {
  const auto* range = request.headers.find("Content-Range");
  if (range == nullptr) throw StoreRefused{StoreRefusal::bad_request};
  const auto stored = sessions_.put_piece(token, *range, request.body);
  HttpResponse response{.status = stored.is_complete ? 200 : 308};
  if (!stored.is_complete && stored.bytes > 0) {
    response.headers.set("Range", "bytes=0-" + std::to_string(stored.bytes - 1));
  }
  return response;
}

HttpResponse BigFiles::abort(const std::string& token, int status) {
  sessions_.abort(token);
  return {.status = status};
}

HttpResponse BigFiles::get(const std::string& path, const HttpRequest& request) const {
  const std::lock_guard lock(volumes_->mutex);
  const FileNode* file = find_file(volumes_->tree, path);
  if (file == nullptr) throw StoreRefused{StoreRefusal::no_file};
  if (!meets_preconditions(*file, request.headers)) throw StoreRefused{StoreRefusal::is_changed};
  HttpResponse response{.status = 200};
  response.headers.set("Content-Type", "application/octet-stream");
  response.headers.set("ETag", etag(*file));
  response.headers.set("Last-Modified", last_modified(*file));
  response.body = file->bytes;
  return response;
}

}  // namespace

void serve_big_files(ApiServer& server, const std::shared_ptr<Volumes>& volumes, ObjectStorage& storage) {
  const auto state = std::make_shared<BigFiles>(volumes, storage);
  server.on<&BigFilesService::post>([=](const auto& request) { return state->post(request); })
      .on<&BigFilesService::part_urls>([=](const auto& request) { return state->part_urls(request); })
      .on<&BigFilesService::abort_url>([=](const auto& request) { return state->abort_url(request); })
      .on<&BigFilesService::resumable_url>([=](const auto& request) { return state->resumable_url(request); })
      .on<&BigFilesService::download_url>([=](const auto& request) { return state->download_url(request); });
}

}  // namespace databricks::testing::local
