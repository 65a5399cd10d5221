// The built-in transport: which connection an exchange runs on, and when it may run again on another one.
#include "http/exchange.hpp"
#include "http/pool.hpp"
#include "http/tls.hpp"

namespace databricks {

namespace {

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(const TransportOptions& options)
      : pool_(options.max_connections_per_pool, options.idle_timeout), tls_(options.tls) {}

  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override;

 private:
  std::unique_ptr<Connection> connect(const Origin& origin, Watch& watch);

  ConnectionPool pool_;
  TlsContext tls_;
};

// A kept connection that is lost before a byte of the answer came was most likely closed by the peer just as we wrote
// to it. Whether the peer acted on the request nobody knows, so only requests that change nothing go out again.
bool may_resend(const HttpRequest& request, const Connection& connection, bool source_read) {
  const bool changes_nothing = request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS";
  return changes_nothing && connection.is_lost() && !connection.has_answer() && !source_read;
}

HttpResponse HttpTransport::send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) {
  check_request(request);
  Watch watch(request.origin, limits);
  watch.check_stop();
  ConnectionPool::Lease lease = pool_.lease(request.origin, watch);
  const auto run = [&](bool& source_read) {
    const ShutdownOnStop guard(limits.stop, lease.connection()->fd());
    auto outcome = exchange(*lease.connection(), lease.origin(), request, watch, sink, source_read);
    if (outcome.keep_alive) lease.keep();
    return std::move(outcome.response);
  };

  bool source_read = false;
  if (lease.connection() && lease.connection()->is_usable()) {
    try {
      return run(source_read);
    } catch (const TransportError&) {
      if (watch.stopped() || !may_resend(request, *lease.connection(), source_read)) throw;
    }
  }
  lease.replace(connect(lease.origin(), watch));
  return run(source_read);
}

std::unique_ptr<Connection> HttpTransport::connect(const Origin& origin, Watch& watch) {
  auto socket = connect_to(origin, watch);
  auto channel =
      origin.tls ? open_tls(std::move(socket), tls_, origin, watch) : std::make_unique<Channel>(std::move(socket));
  return std::make_unique<Connection>(std::move(channel));
}

}  // namespace

Transport::~Transport() = default;

std::shared_ptr<Transport> http_transport(TransportOptions options) { return std::make_shared<HttpTransport>(options); }

}  // namespace databricks
