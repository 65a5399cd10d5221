// Requests to an object store under URLs that carry their own permission. No credentials of the client go there, no
// headers of the SDK, and nothing of such a URL but the host is ever shown.
#pragma once

#include "call/engine.hpp"

#include <databricks/call.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace databricks::detail {

/// Both are secrets.
struct PresignedUrl {
  std::string url{};
  Headers headers{};  // belong to the request
};

struct StoreRequest {
  std::string_view method;
  std::string_view what;      // for log and errors: `upload of part 3`
  Headers headers{};          // those of the URL win
  Function<Source()> body{};  // of each attempt; unset: none
  ByteSink* sink = nullptr;   // of a 2xx answer; null: into memory
  int attempts = 0;           // 0: as configured
};

/// Callable from any thread.
class ObjectStore {
 public:
  /// Time limits are those of the call; its headers and progress function are for the service alone.
  ObjectStore(Engine& engine, const CallOptions& call);

  /// The answer, whatever its status; 3xx too. Repeats 408, 429, 502, 503, 504 and failures of the connection, but not
  /// when something of the answer has reached the sink. Throws TransportError; UnexpectedResponse for a URL that is
  /// none.
  HttpResponse send(const PresignedUrl& url, const StoreRequest& request, const std::stop_token& stop) const;

  Engine& engine() const { return *engine_; }

 private:
  std::shared_ptr<Engine> engine_;
  Config config_;  // the engine's, without trace headers
  CallOptions call_;
};

/// Whether another attempt may bring another answer.
bool is_passing_status(int status);

}  // namespace databricks::detail
