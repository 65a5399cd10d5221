// The built-in transport: which connection an exchange runs on, and when it may run again on another one.
#include "http/dial.hpp"
#include "http/exchange.hpp"
#include "http/fork.hpp"
#include "http/pool.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"
#include "http/tunnel.hpp"

#include <atomic>

namespace databricks {

namespace {

// What belongs to one process. TLS and proxies are the same for all connections of a transport, so the pool needs to
// tell them apart by their origin only.
struct Resources {
  explicit Resources(const TransportOptions& options)
      : pool({options.max_connection_pools, options.max_connections_per_pool, options.idle_timeout}),
        tls(options.tls) {}

  const unsigned generation = process_generation();
  ConnectionPool pool;
  TlsContext tls;
};

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(TransportOptions options)
      : options_(std::move(options)), proxies_(options_.proxy), resources_(new Resources(options_)) {}
  ~HttpTransport() override;
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;

  HttpResponse send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) override;

 private:
  Resources& resources();

  const TransportOptions options_;
  const Proxies proxies_;
  std::atomic<Resources*> resources_;
};

HttpTransport::~HttpTransport() {
  auto* last = resources_.load();
  if (last->generation == process_generation()) {
    delete last;
  } else {
    last->pool.abandon();
  }
}

// A child made by fork() starts with new ones. Those of the parent may be locked by threads that the child has not, so
// they are never freed there; their sockets are closed if that can be done without a lock.
Resources& HttpTransport::resources() {
  auto* present = resources_.load();
  if (present->generation == process_generation()) return *present;
  auto own = std::make_unique<Resources>(options_);
  if (!resources_.compare_exchange_strong(present, own.get())) return *present;  // another thread was first
  present->pool.abandon();
  return *own.release();
}

std::unique_ptr<Connection> connect(const Origin& origin, const Proxy* proxy, TlsContext& tls, Watch& watch) {
  const auto& next_hop = proxy ? proxy->origin : origin;
  std::unique_ptr<Channel> channel = std::make_unique<SocketChannel>(dial(next_hop, watch));
  if (next_hop.tls) channel = open_tls(std::move(channel), tls, next_hop, watch);
  if (proxy && origin.tls) {
    open_tunnel(*channel, *proxy, origin, watch);
    channel = open_tls(std::move(channel), tls, origin, watch);
  }
  return std::make_unique<Connection>(std::move(channel));
}

// One request and where it goes.
class Delivery {
 public:
  Delivery(const HttpRequest& request, ByteSink* sink, ConnectionPool::Lease& lease, const Proxies& proxies,
           TlsContext& tls, Watch& watch)
      : request_(request), sink_(sink), lease_(lease), proxy_(proxies.find(lease.origin())), tls_(tls), watch_(watch) {}

  HttpResponse run();

 private:
  HttpResponse run_on_present();
  bool may_resend() const;

  const HttpRequest& request_;
  ByteSink* const sink_;
  ConnectionPool::Lease& lease_;
  const Proxy* const proxy_;
  TlsContext& tls_;
  Watch& watch_;
  bool source_read_ = false;
};

HttpResponse Delivery::run() {
  if (lease_.connection() && lease_.connection()->is_usable()) {
    try {
      return run_on_present();
    } catch (const TransportError&) {
      if (watch_.stopped() || !may_resend()) throw;
      watch_.start_over();
    }
  }
  const auto start = Watch::Clock::now();
  lease_.replace(connect(lease_.origin(), proxy_, tls_, watch_));
  const auto connected = Watch::Clock::now();
  auto response = run_on_present();
  response.timings.connect = connected - start;
  return response;
}

// A kept connection that is lost before a byte of the answer came was most likely closed by the peer just as we wrote
// to it. Whether the peer acted on the request nobody knows once a byte of it was sent, so from then on only requests
// that change nothing go out again.
bool Delivery::may_resend() const {
  const auto& connection = *lease_.connection();
  const auto& method = request_.method;
  const bool changes_nothing = method == "GET" || method == "HEAD" || method == "OPTIONS";
  return (changes_nothing || !watch_.sent()) && connection.is_lost() && !connection.has_answer() && !source_read_;
}

HttpResponse Delivery::run_on_present() {
  auto& connection = *lease_.connection();
  const auto& origin = lease_.origin();
  const ShutdownOnStop guard(watch_.limits().stop, connection.fd());
  // A proxy that is no tunnel is asked in absolute form (RFC 9112 3.2.2).
  const bool forwarded = proxy_ && !origin.tls;
  auto outcome =
      exchange(connection, origin, request_, watch_, sink_, source_read_,
               forwarded ? std::string_view(origin.text) : std::string_view(), forwarded ? &proxy_->headers : nullptr);
  if (forwarded && outcome.response.status == 407) {
    watch_.start_over();  // the origin has not seen the request
    refuse_credentials(*proxy_, watch_);
  }
  if (outcome.keep_alive) lease_.keep();
  return std::move(outcome.response);
}

HttpResponse HttpTransport::send(const HttpRequest& request, const HttpLimits& limits, ByteSink* sink) {
  check_request(request);
  Watch watch(request.origin, limits);
  watch.check_stop();
  auto& own = resources();
  const auto start = Watch::Clock::now();
  auto lease = own.pool.lease(request.origin, watch);
  const auto leased = Watch::Clock::now();
  auto response = Delivery(request, sink, lease, proxies_, own.tls, watch).run();
  response.timings.queue = leased - start;
  return response;
}

}  // namespace

Transport::~Transport() = default;

std::shared_ptr<Transport> http_transport(TransportOptions options) {
  return std::make_shared<HttpTransport>(std::move(options));
}

}  // namespace databricks
