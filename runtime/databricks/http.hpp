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

/// Where the time of one exchange went. What a transport does not measure is zero.
struct HttpTimings {
  std::chrono::nanoseconds queue{};    // until a connection was free
  std::chrono::nanoseconds connect{};  // name, TCP, proxy and TLS; zero on a connection that was kept
  std::chrono::nanoseconds wait{};     // from the first byte sent to the first byte received
  std::chrono::nanoseconds receive{};  // from there to the end
};

struct HttpResponse {
  int status = 0;
  std::string reason{};
  Headers headers{};
  std::string body{};            // empty when it went to a sink
  std::string body_problem{};    // why the body of an error answer is not whole; empty: it is
  std::uint64_t body_bytes = 0;  // decoded, wherever they went
  HttpTimings timings{};
};

/// Limits of one exchange. Zero means none.
struct HttpLimits {
  std::chrono::milliseconds connect_timeout{30'000};     // each for name and TCP, the proxy's answer, and TLS
  std::chrono::milliseconds inactivity_timeout{60'000};  // without a byte in either direction
  std::chrono::milliseconds total_timeout{0};
  std::uint64_t max_response_bytes = std::uint64_t{1} << 30;  // of a body kept in memory, decoded
  std::uint64_t max_error_bytes = std::uint64_t{1} << 20;     // of an error's body; what is beyond is not read
  std::stop_token stop{};
};

/// One HTTP exchange. Callable from several threads at once.
class DATABRICKS_API Transport {
 public:
  virtual ~Transport();
  /// Sends and waits for the answer, whatever its status; redirects are answers too. The body of a 2xx answer goes
  /// to `sink` when one is given, after ByteSink::begin(); every other body is kept in memory. The body of an answer
  /// with status 400 or more may be cut: body_problem then says why. Throws TransportError.
  virtual HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) = 0;
};

/// How TLS connections are made. Files are PEM.
struct TlsOptions {
  bool skip_verify = false;          // no check of the peer; for tests only
  std::string ca_file{};             // trusted in place of the system's certificates
  std::string ca_directory{};        // the same, with hashed names (`openssl rehash`)
  std::string client_certificate{};  // shown to servers that ask for one; with its chain
  std::string client_key{};          // of the certificate; unset: in the same file
};

/// Which proxies calls go through. URLs are `http://[user:password@]host[:port]`, or https; user and password are
/// percent-encoded. Certificates of https proxies are checked as TlsOptions say.
struct ProxyOptions {
  std::string https{};     // for https origins, by CONNECT; unset: none
  std::string http{};      // for http origins; unset: none
  std::string no_proxy{};  // hosts that are called directly: `example.com,.corp,10.0.0.0/8,host:8080` or `*`
};

struct TransportOptions {
  TlsOptions tls{};
  ProxyOptions proxy{};
  std::size_t max_connection_pools = 20;           // origins whose idle connections are kept; 0: no limit
  std::size_t max_connections_per_pool = 20;       // to one origin; more calls wait for a free one; 0: no limit
  std::chrono::milliseconds idle_timeout{30'000};  // an idle connection older than this is not used again
};

/// HTTP/1.1 with keep-alive, by cpp-httplib. A child made by fork() may go on using it: it opens connections of its
/// own. Throws InvalidArgument for a proxy that is no URL.
DATABRICKS_API std::shared_ptr<Transport> http_transport(TransportOptions options = {});

}  // namespace databricks
