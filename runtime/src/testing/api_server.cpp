// The registry of endpoints and handlers, and the way of one exchange through it.
#include <databricks/testing/api_server.hpp>

#include "testing/error_reply.hpp"
#include "testing/http_listener.hpp"
#include "testing/route.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <mutex>
#include <shared_mutex>

namespace databricks::testing {

namespace {

using detail::error_reply;

struct Entry {
  detail::Route route;
  std::shared_ptr<const detail::RawHandler> handler{};  // null: known, but nobody answers
};

// A program and a shared library have tables of their own for the same endpoint.
bool is_same(const EndpointTable& a, const EndpointTable& b) {
  const auto name = [](TypeFunction type) { return type == nullptr ? std::string_view() : type().name; };
  return a.method == b.method && a.path == b.path && name(a.request) == name(b.request) &&
         name(a.response) == name(b.response);
}

/// Endpoints, the most specific first. Not synchronised.
class Registry {
 public:
  Entry& entry(const EndpointTable& endpoint) {
    const auto same = [&](const Entry& e) { return is_same(e.route.endpoint(), endpoint); };
    if (const auto found = std::find_if(entries_.begin(), entries_.end(), same); found != entries_.end()) return *found;
    detail::Route route(endpoint);
    const auto place =
        std::upper_bound(entries_.begin(), entries_.end(), route.specificity(),
                         [](const auto& specificity, const Entry& e) { return specificity > e.route.specificity(); });
    return *entries_.insert(place, Entry{std::move(route)});
  }

  /// Several endpoints may share a path and verb; of those that match best, the first with a handler is taken.
  const Entry* find(std::string_view method, std::string_view path) const {
    const Entry* best = nullptr;
    for (const Entry& e : entries_) {
      if (best != nullptr && e.route.specificity() != best->route.specificity()) break;
      if (e.route.endpoint().method != method || !e.route.matches(path)) continue;
      if (e.handler) return &e;
      if (best == nullptr) best = &e;
    }
    return best;
  }

  /// `GET, POST`; empty for a path that nobody knows.
  std::string methods_of(std::string_view path) const {
    std::string methods;
    for (const Entry& e : entries_) {
      const auto method = e.route.endpoint().method;
      if (methods.find(method) != methods.npos || !e.route.matches(path)) continue;
      methods.append(methods.empty() ? "" : ", ").append(method);
    }
    return methods;
  }

 private:
  std::vector<Entry> entries_;
};

HttpResponse unknown_reply(const std::string& method, std::string_view path, const std::string& allowed) {
  if (allowed.empty())
    return error_reply(404, "ENDPOINT_NOT_FOUND", "No API found for '" + method + ' ' + std::string(path) + '\'');
  auto reply =
      error_reply(405, "METHOD_NOT_ALLOWED", "'" + std::string(path) + "' knows " + allowed + ", not " + method);
  reply.headers.set("Allow", allowed);
  return reply;
}

}  // namespace

struct ApiServer::State {
  explicit State(ServerOptions given) : options(std::move(given)) {}

  ServerOptions options;
  mutable std::shared_mutex mutex{};  // of the registry
  Registry registry{};
  std::mutex listener_mutex{};
  std::unique_ptr<detail::HttpListener> listener{};

  bool lets_in(const Headers& headers) const {
    const std::string* credentials = headers.find("Authorization");
    if (credentials == nullptr || credentials->empty()) return false;
    return options.token.empty() || *credentials == "Bearer " + options.token;
  }

  HttpResponse route(const HttpRequest& http) const {
    if (!lets_in(http.headers)) return error_reply(401, "UNAUTHENTICATED", "Credentials are missing or not accepted");
    const auto target = std::string_view(http.target);
    const auto path = target.substr(0, target.find('?'));
    std::shared_lock lock(mutex);
    const Entry* entry = registry.find(http.method, path);
    if (entry == nullptr) return unknown_reply(http.method, path, registry.methods_of(path));
    const auto handler = entry->handler;
    if (!handler) {
      return error_reply(501, "NOT_IMPLEMENTED",
                         "No handler answers '" + http.method + ' ' + std::string(entry->route.endpoint().path) + '\'');
    }
    const detail::Arguments arguments{entry->route.placeholders(path),
                                      detail::parse_query(target.substr(std::min(target.size(), path.size() + 1)))};
    lock.unlock();
    return (*handler)(http, arguments);
  }
};

ApiServer::ApiServer(std::span<const PackageTable* const> packages, ServerOptions options)
    : state_(std::make_unique<State>(std::move(options))) {
  for (const auto* package : packages) {
    for (const auto& service : package->services) know(service);
  }
}

ApiServer::~ApiServer() { stop(); }

void ApiServer::know(const ServiceTable& service) {
  const std::unique_lock lock(state_->mutex);
  for (const auto& method : service.methods) {
    // What goes to an address of its own is reached through its lookup, never by its path.
    if (method.endpoint->data_plane == nullptr) state_->registry.entry(*method.endpoint);
  }
}

void ApiServer::set_handler(const EndpointTable& endpoint, detail::RawHandler handler) {
  const std::unique_lock lock(state_->mutex);
  state_->registry.entry(endpoint).handler = std::make_shared<const detail::RawHandler>(std::move(handler));
}

HttpResponse ApiServer::answer(const HttpRequest& request) const {
  try {
    return state_->route(request);
  } catch (...) {
    return detail::reply_to_exception();
  }
}

void ApiServer::start() {
  const std::lock_guard lock(state_->listener_mutex);
  if (state_->listener) return;
  const auto& options = state_->options;
  state_->listener = std::make_unique<detail::HttpListener>(
      detail::ListenerOptions{options.port, options.max_body_bytes, options.max_headers},
      [this](const HttpRequest& request) { return answer(request); });
}

void ApiServer::stop() {
  const std::lock_guard lock(state_->listener_mutex);
  state_->listener.reset();
}

bool ApiServer::running() const {
  const std::lock_guard lock(state_->listener_mutex);
  return state_->listener != nullptr;
}

std::uint16_t ApiServer::port() const {
  const std::lock_guard lock(state_->listener_mutex);
  return state_->listener ? state_->listener->port() : 0;
}

std::string ApiServer::origin() const { return "http://127.0.0.1:" + std::to_string(port()); }

}  // namespace databricks::testing
