// The TLS configuration that all connections of a transport share.
#pragma once

#include "http/watch.hpp"

#include <databricks/http.hpp>
#include <mutex>

struct ssl_ctx_st;

namespace databricks {

/// Made on first use: reading trust anchors costs milliseconds that a plain connection need not spend.
class TlsContext {
 public:
  explicit TlsContext(TlsOptions options) : options_(std::move(options)) {}
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// Throws TransportError when a file of the options can't be used. Callable from several threads.
  ssl_ctx_st* get(const Watch& watch);

 private:
  const TlsOptions options_;
  std::mutex mutex_;
  ssl_ctx_st* context_ = nullptr;
};

/// Why OpenSSL's last operation in this thread failed.
std::string last_openssl_error();

}  // namespace databricks
