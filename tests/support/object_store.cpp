#include "object_store.hpp"

#include <algorithm>
#include <cstdlib>

namespace test {

namespace {

using databricks::HttpRequest;
using databricks::HttpResponse;

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string encoded(std::string text) {
  for (auto at = text.find(' '); at != text.npos; at = text.find(' ')) text.replace(at, 1, "%20");
  return text;
}

std::map<std::string, std::string> query_of(std::string_view target) {
  std::map<std::string, std::string> query;
  const auto mark = target.find('?');
  if (mark == target.npos) return query;
  target.remove_prefix(mark + 1);
  while (!target.empty()) {
    const auto pair = target.substr(0, target.find('&'));
    const auto equal = pair.find('=');
    query[decoded(pair.substr(0, equal))] = equal == pair.npos ? "" : decoded(pair.substr(equal + 1));
    target.remove_prefix(std::min(pair.size() + 1, target.size()));
  }
  return query;
}

// The value of a member in JSON as the SDK writes it; texts may hold escaped quotes.
std::string member(const std::string& json, const std::string& name, std::size_t from = 0) {
  auto at = json.find('"' + name + "\":", from);
  if (at == json.npos) return {};
  at += name.size() + 3;
  if (json[at] != '"') return json.substr(at, json.find_first_of(",}", at) - at);
  std::string value;
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
    value += json[at];
  }
  return value;
}

std::string header(const HttpRequest& request, std::string_view name) {
  const auto* value = request.headers.find(name);
  return value ? *value : std::string();
}

HttpResponse json(std::string body, int status = 200) {
  HttpResponse response{.status = status, .reason = "Whatever", .body = std::move(body)};
  response.headers.set("Content-Type", "application/json");
  return response;
}

HttpResponse refuse(int status, const std::string& code, const std::string& message) {
  return json("{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}", status);
}

HttpResponse empty(int status) { return {.status = status, .reason = "Whatever"}; }

HttpResponse xml(int status, const std::string& inside) {
  HttpResponse response{.status = status,
                        .reason = "Whatever",
                        .body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Error>" + inside + "</Error>"};
  response.headers.set("Content-Type", "application/xml");
  return response;
}

constexpr std::string_view kFiles = "/api/2.0/fs/files";
constexpr std::string_view kDirectories = "/api/2.0/fs/directories";

}  // namespace

std::string blob(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 7;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

void ObjectStore::put(const std::string& path, std::string bytes) {
  const std::lock_guard lock(mutex_);
  files_[path] = std::move(bytes);
}

std::optional<std::string> ObjectStore::file(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(path);
  return found == files_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t ObjectStore::open_sessions() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

std::size_t ObjectStore::aborted_sessions() const {
  const std::lock_guard lock(mutex_);
  return aborted_;
}

std::size_t ObjectStore::parts_stored() const {
  const std::lock_guard lock(mutex_);
  return parts_stored_;
}

void ObjectStore::expire_urls() {
  const std::lock_guard lock(mutex_);
  ++generation_;
}

void ObjectStore::forget_sessions() {
  const std::lock_guard lock(mutex_);
  sessions_.clear();
}

ObjectStore::Session* ObjectStore::session(const std::string& token) {
  const auto found = sessions_.find(token);
  return found == sessions_.end() ? nullptr : &found->second;
}

std::string ObjectStore::url(const std::string& kind, const std::string& more) const {
  return store_origin_ + "/bucket/" + kind + "?" + more + "&generation=" + std::to_string(generation_) +
         "&X-Amz-Signature=planted-secret-signature&sig=planted-secret-sig&upload_id=planted-secret-id";
}

HttpResponse ObjectStore::answer_api(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto query = query_of(request.target);
  const auto path = decoded(request.target.substr(0, request.target.find('?')));
  if (path == "/api/2.0/fs/create-upload-part-urls") return part_urls(request.body);
  if (path == "/api/2.0/fs/create-abort-upload-url") return one_url("abort_upload_url", request.body, "abort");
  if (path == "/api/2.0/fs/create-resumable-upload-url") {
    return one_url("resumable_upload_url", request.body, "stream");
  }
  if (path == "/api/2.0/fs/create-download-url") {
    const auto name = query.at("path");
    if (!files_.contains(name)) return refuse(404, "NOT_FOUND", "no such file");
    return json("{\"url\":\"" + url("file", "path=" + encoded(name)) + "\",\"headers\":[]}");
  }
  if (path.starts_with(kDirectories)) return directories(request, path.substr(kDirectories.size()));
  if (!path.starts_with(kFiles)) return refuse(404, "NOT_FOUND", "no such path");
  const auto name = path.substr(kFiles.size());
  if (request.method == "POST") return post_file(name, query, request.body);
  if (request.method == "PUT") {
    return put_file(name, request.body, query.contains("overwrite") && query.at("overwrite") == "true");
  }
  return get(name, request, false);
}

HttpResponse ObjectStore::put_file(const std::string& path, const std::string& body, bool overwrite) {
  if (files_.contains(path) && !overwrite) return refuse(409, "ALREADY_EXISTS", "the file exists");
  files_[path] = body;
  return empty(204);
}

HttpResponse ObjectStore::post_file(const std::string& path, const Query& query, const std::string& body) {
  const auto action = query.at("action");
  if (action == "complete-upload") return complete(path, query, body);
  if (action != "initiate-upload") return refuse(400, "INVALID_PARAMETER_VALUE", "action");
  const bool overwrite = query.contains("overwrite") && query.at("overwrite") == "true";
  if (cloud_ != Cloud::gcp && files_.contains(path) && !overwrite) {
    return refuse(409, "ALREADY_EXISTS", "the file exists");
  }
  const auto token = "planted-secret-session-" + std::to_string(next_session_++);
  sessions_[token] = {path, overwrite, {}, {}};
  const std::string kind = cloud_ == Cloud::gcp ? "resumable_upload" : "multipart_upload";
  return json("{\"" + kind + "\":{\"session_token\":\"" + token + "\"}}");
}

HttpResponse ObjectStore::complete(const std::string& path, const Query& query, const std::string& body) {
  auto* open = session(query.at("session_token"));
  if (open == nullptr || open->path != path) return refuse(404, "NOT_FOUND", "no such session");
  std::string bytes;
  std::int64_t before = 0;
  for (auto at = body.find("{\"part_number\""); at != body.npos; at = body.find("{\"part_number\"", at + 1)) {
    const auto number = std::strtoll(member(body, "part_number", at).c_str(), nullptr, 10);
    const auto part = open->parts.find(number);
    const bool is_right = part != open->parts.end() && number > before &&
                          member(body, "etag", at) == "\"etag-" + std::to_string(number) + "\"";
    if (!is_right) return refuse(400, "INVALID_PARAMETER_VALUE", "parts");
    bytes += part->second;
    before = number;
  }
  files_[path] = bytes;
  sessions_.erase(query.at("session_token"));
  return json("{}");
}

HttpResponse ObjectStore::part_urls(const std::string& body) {
  const auto token = member(body, "session_token");
  if (session(token) == nullptr) return refuse(404, "NOT_FOUND", "no such session");
  const auto first = std::strtoll(member(body, "start_part_number").c_str(), nullptr, 10);
  const auto count = std::strtoll(member(body, "count").c_str(), nullptr, 10);
  std::string urls;
  for (auto number = first; number < first + count; ++number) {
    if (!urls.empty()) urls += ',';
    urls += "{\"url\":\"" + url("part", "session=" + token + "&part=" + std::to_string(number)) +
            "\",\"part_number\":" + std::to_string(number) +
            ",\"headers\":[{\"name\":\"x-ms-blob-type\",\"value\":\"BlockBlob\"}]}";
  }
  return json("{\"upload_part_urls\":[" + urls + "]}");
}

HttpResponse ObjectStore::one_url(const std::string& name, const std::string& body, const std::string& kind) {
  const auto token = member(body, "session_token");
  if (session(token) == nullptr) return refuse(404, "NOT_FOUND", "no such session");
  return json("{\"" + name + "\":{\"url\":\"" + url(kind, "session=" + token) + "\",\"headers\":[]}}");
}

HttpResponse ObjectStore::expired() const {
  if (cloud_ == Cloud::azure) {
    return xml(403,
               "<Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message>"
               "<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [a] - Expiry [b]"
               "</AuthenticationErrorDetail>");
  }
  return xml(403, "<Code>AccessDenied</Code><Message>Request has expired</Message><Expires>x</Expires>");
}

HttpResponse ObjectStore::answer_store(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto query = query_of(request.target);
  const auto path = request.target.substr(0, request.target.find('?'));
  const bool is_stream = path == "/bucket/stream";
  if (!query.contains("generation")) return xml(403, "<Code>AccessDenied</Code><Message>Access Denied</Message>");
  if (!is_stream && query.at("generation") != std::to_string(generation_)) return expired();
  if (path == "/bucket/file") return get(query.at("path"), request, true);
  const auto token = query.at("session");
  auto* open = session(token);
  if (open == nullptr) return xml(404, "<Code>NoSuchUpload</Code><Message>gone</Message>");
  if (request.method == "DELETE") {
    sessions_.erase(token);
    ++aborted_;
    return empty(is_stream ? 499 : 200);
  }
  if (is_stream) return put_stream(token, *open, request);
  return put_part(*open, std::strtoll(query.at("part").c_str(), nullptr, 10), request.body);
}

HttpResponse ObjectStore::put_part(Session& open, std::int64_t number, const std::string& body) {
  open.parts[number] = body;
  ++parts_stored_;
  auto response = empty(cloud_ == Cloud::azure ? 201 : 200);
  response.headers.set("ETag", "\"etag-" + std::to_string(number) + "\"");
  if (!wrong_checksum.empty()) response.headers.set("Content-MD5", wrong_checksum);
  return response;
}

HttpResponse ObjectStore::put_stream(const std::string& token, Session& open, const HttpRequest& request) {
  auto range = header(request, "Content-Range");
  const auto incomplete = [&] {
    auto response = empty(308);
    if (!open.stream.empty()) response.headers.set("Range", "bytes=0-" + std::to_string(open.stream.size() - 1));
    return response;
  };
  if (range == "bytes */*") return incomplete();
  range = range.substr(6);
  const auto from = std::strtoull(range.c_str(), nullptr, 10);
  const auto total = range.substr(range.find('/') + 1);
  if (from > open.stream.size()) return xml(400, "<Code>InvalidRange</Code><Message>a gap</Message>");
  if (!open.overwrite && files_.contains(open.path)) return empty(412);
  open.stream.resize(from);
  open.stream += request.body.substr(0, stores_at_most);
  ++parts_stored_;
  if (total == "*" || open.stream.size() != std::strtoull(total.c_str(), nullptr, 10)) return incomplete();
  files_[open.path] = open.stream;
  sessions_.erase(token);
  auto response = empty(200);
  if (!wrong_checksum.empty()) response.headers.set("x-goog-hash", "crc32c=" + wrong_checksum);
  return response;
}

HttpResponse ObjectStore::get(const std::string& path, const HttpRequest& request, bool in_store) {
  const auto found = files_.find(path);
  if (found == files_.end()) return in_store ? xml(404, "<Code>NoSuchKey</Code>") : refuse(404, "NOT_FOUND", "no file");
  const auto since = header(request, "If-Unmodified-Since");
  const auto etag = in_store ? "\"of-store\"" : "\"of-service\"";
  const auto match = header(request, "If-Match");
  if ((!since.empty() && since != last_modified) || (!match.empty() && match != etag)) return empty(412);
  HttpResponse response{.status = 200, .reason = "OK", .body = found->second};
  response.headers.set("Last-Modified", last_modified);
  response.headers.set("ETag", etag);
  response.headers.set("Content-Type", "application/octet-stream");
  if (!wrong_checksum.empty() && in_store) response.headers.set("x-goog-hash", "crc32c=" + wrong_checksum);
  const auto range = header(request, "Range");
  if (range.empty()) return response;
  const auto size = response.body.size();
  const auto from = std::strtoull(range.c_str() + 6, nullptr, 10);
  const auto last = range.substr(range.find('-') + 1);
  const auto end = last.empty() ? size : std::min<std::size_t>(size, std::strtoull(last.c_str(), nullptr, 10) + 1);
  if (from >= size) return empty(416);
  response.status = 206;
  response.body = response.body.substr(from, end - from);
  response.headers.set("Content-Range",
                       "bytes " + std::to_string(from) + "-" + std::to_string(end - 1) + "/" + std::to_string(size));
  return response;
}

HttpResponse ObjectStore::directories(const HttpRequest& request, const std::string& path) {
  if (request.method == "PUT") {
    directories_.insert(path);
    return empty(204);
  }
  return list(path.ends_with('/') ? path.substr(0, path.size() - 1) : path);
}

HttpResponse ObjectStore::list(const std::string& path) {
  std::string entries;
  const auto add = [&](const std::string& name, bool is_directory) {
    if (!name.starts_with(path + '/') || name.find('/', path.size() + 1) != name.npos) return;
    if (!entries.empty()) entries += ',';
    entries += "{\"path\":\"" + name + "\",\"name\":\"" + name.substr(path.size() + 1) +
               "\",\"is_directory\":" + (is_directory ? "true" : "false") + "}";
  };
  for (const auto& name : directories_) add(name, true);
  for (const auto& [name, bytes] : files_) add(name, false);
  return json("{\"contents\":[" + entries + "]}");
}

}  // namespace test
