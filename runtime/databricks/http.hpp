// What the engine asks of the network. Implement Transport to put another HTTP library, a recorder or a fake
// behind a client; http_transport() is the built-in one.
#pragma once

#include <databricks/export.hpp>
#include <databricks/stream.hpp>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace databricks {

/// Header fields in order. Names compare without case (RFC 9110 5.1).
class DATABRICKS_API Headers {
 public:
  using Entry = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Entry> entries) : entries_(entries) {}

  /// Replaces all values of this name. Throws InvalidArgument on CR, LF or NUL, and on a name that is no
  /// token (RFC 9110 5.6.2).
  void set(std::string_view name, std::string value);
  /// For what a peer sent: appends without a check.
  void add_received(std::string name, std::string value);
  /// The first value of this name, or null.
  const std::string* find(std::string_view name) const;
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }

 private:
  std::vector<Entry> entries_;
};

struct HttpRequest {
  std::string method{};
  std::string origin{};  // `https://host:port`
  std::string target{};  // path and query, percent-encoded: `/api/2.0/x?a=b`
  Headers headers{};
  std::string body{};                    // used when there is no source
  std::shared_ptr<ByteSource> source{};  // shared with the Source it comes from
  bool has_body = false;                 // an absent body sends `Content-Length: 0` where the method expects one
};

struct HttpResponse {
  int status = 0;
  std::string reason{};
  Headers headers{};
  std::string body{};  // empty when it went to a sink
};

/// Limits of one exchange. Zero means none.
struct HttpLimits {
  std::chrono::milliseconds connect_timeout{30'000};
  std::chrono::milliseconds inactivity_timeout{60'000};  // without a byte in either direction
  std::chrono::milliseconds total_timeout{0};
  std::uint64_t max_response_bytes = std::uint64_t{1} << 30;  // of a body kept in memory, decoded
  std::stop_token stop{};
};

/// One HTTP exchange. Callable from several threads at once.
class DATABRICKS_API Transport {
 public:
  virtual ~Transport();
  /// Sends and waits for the answer, whatever its status. The body of a 2xx answer goes to `sink` when one is
  /// given; every other body is kept in memory. Throws TransportError.
  virtual HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) = 0;
};

struct TransportOptions {
  bool skip_verify = false;                        // TLS without a check of the peer; for tests only
  std::string ca_file{};                           // PEM; unset: the system's
  std::size_t max_connections_per_origin = 64;     // more calls wait for a free one
  std::chrono::milliseconds idle_timeout{30'000};  // an idle connection older than this is not used again
};

/// HTTP/1.1 with keep-alive, by cpp-httplib.
DATABRICKS_API std::shared_ptr<Transport> http_transport(TransportOptions options = {});

}  // namespace databricks
