// TLS 1.2 and later: one configuration shared by all connections of a transport, and a channel through it.
#pragma once

#include "http/channel.hpp"

#include <databricks/http.hpp>
#include <mutex>

struct ssl_ctx_st;

namespace databricks {

/// Made on first use: reading trust anchors costs milliseconds that a plain connection need not spend.
class TlsContext {
 public:
  explicit TlsContext(const TlsOptions& options);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// Throws TransportError when the trust anchors can't be read. Callable from several threads.
  ssl_ctx_st* get(const Watch& watch);

 private:
  bool skip_verify_;
  std::string ca_file_;
  std::mutex mutex_;
  ssl_ctx_st* context_ = nullptr;
};

/// Shakes hands and checks certificate and host name. Throws TransportError.
std::unique_ptr<Channel> open_tls(Socket socket, TlsContext& context, const Origin& origin, Watch& watch);

}  // namespace databricks
