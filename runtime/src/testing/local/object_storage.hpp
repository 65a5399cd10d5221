// The object store behind the local workspace: on a port of its own, where a signed URL is all that is asked for.
#pragma once

#include "testing/http_listener.hpp"
#include "testing/local/store_refusal.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace databricks::testing::local {

/// Callable from any thread. Listens from the first URL on. Keeps what answers for its URLs until it ends, or a while
/// after they expired.
class ObjectStorage {
 public:
  using Time = std::chrono::system_clock::time_point;
  /// May throw StoreRefused. Called on several threads at once.
  using Answer = std::function<HttpResponse(const HttpRequest&)>;

  explicit ObjectStorage(LocalCloud cloud) : cloud_(cloud) {}

  LocalCloud cloud() const { return cloud_; }
  /// A URL that lets requests with these methods through to `answer`, until it expires. The path begins with `/`; it
  /// is for readers. Throws Error when there is no port to be had.
  std::string sign(std::vector<std::string> methods, const std::string& path, Time expires, Answer answer);

 private:
  struct Signed {
    std::string target;
    std::vector<std::string> methods;
    Time expires;
    Answer answer;
  };

  HttpResponse answer(const HttpRequest& request);
  Answer answer_for(const HttpRequest& request);
  void forget_expired();
  std::string origin();

  const LocalCloud cloud_;
  std::mutex mutex_;
  std::map<std::string, Signed> urls_;                       // by signature
  std::unique_ptr<testing::detail::HttpListener> listener_;  // ends first, as it answers from the rest
};

}  // namespace databricks::testing::local
