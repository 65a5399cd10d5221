// The Files API and the object store behind it, as functions from requests to answers; no sockets. Tells of expired
// URLs, sessions and parts what AWS, Azure and Google Cloud do.
#pragma once

#include <databricks/http.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace test {

enum class Cloud { aws, azure, gcp };

/// Nothing that repeats at even distances.
std::string blob(std::size_t size);

/// Callable from any thread.
class ObjectStore {
 public:
  explicit ObjectStore(Cloud cloud) : cloud_(cloud) {}

  /// Where the object store is reached.
  void set_store_origin(std::string origin) {
    const std::lock_guard lock(mutex_);
    store_origin_ = std::move(origin);
  }

  /// What the service answers to calls of /api/2.0/fs/.
  databricks::HttpResponse answer_api(const databricks::HttpRequest& request);
  /// What the object store answers to requests under URLs that the service has signed.
  databricks::HttpResponse answer_store(const databricks::HttpRequest& request);

  void put(const std::string& path, std::string bytes);
  std::optional<std::string> file(const std::string& path) const;
  std::size_t open_sessions() const;
  std::size_t aborted_sessions() const;
  std::size_t parts_stored() const;
  /// All URLs given so far are no good any more.
  void expire_urls();
  void forget_sessions();

  // Set before the first request.
  std::string last_modified = "Wed, 21 Oct 2015 07:28:00 GMT";
  bool tells_checksums = false;
  std::string wrong_checksum{};           // told in place of the right one
  std::size_t stores_at_most = SIZE_MAX;  // bytes of one request of a resumable upload

 private:
  struct Session {
    std::string path;
    bool overwrite = false;
    std::map<std::int64_t, std::string> parts;
    std::string stream;
  };
  using Response = databricks::HttpResponse;
  using Query = std::map<std::string, std::string>;

  Response put_file(const std::string& path, const std::string& body, bool overwrite);
  Response post_file(const std::string& path, const Query& query, const std::string& body);
  Response complete(const std::string& path, const Query& query, const std::string& body);
  Response get(const std::string& path, const databricks::HttpRequest& request, bool in_store);
  Response list(const std::string& path);
  Response directories(const databricks::HttpRequest& request, const std::string& path);
  Response part_urls(const std::string& body);
  Response one_url(const std::string& member, const std::string& body, const std::string& kind);
  Response put_part(Session& session, std::int64_t number, const std::string& body);
  Response put_stream(const std::string& token, Session& session, const databricks::HttpRequest& request);
  std::string url(const std::string& kind, const std::string& more) const;
  Response expired() const;
  Session* session(const std::string& token);

  Cloud cloud_;
  std::string store_origin_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::set<std::string> directories_;
  std::map<std::string, Session> sessions_;
  std::size_t aborted_ = 0;
  std::size_t parts_stored_ = 0;
  int next_session_ = 1;
  int generation_ = 1;  // of URLs
};

}  // namespace test
