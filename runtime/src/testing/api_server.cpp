// The registry of endpoints and handlers, and the way of one exchange through it.
#include <databricks/testing/api_server.hpp>

#include "testing/error_reply.hpp"
#include "testing/http_listener.hpp"
#include "testing/route.hpp"
#include "text/ascii.hpp"

#include <databricks/service_error.hpp>

#include <algorithm>
#include <mutex>
#include <shared_mutex>

namespace databricks::testing {

namespace {

using detail::error_reply;

struct Handler {
  detail::RawHandler answer;
  AccessCheck access;  // unset: as the server says
};

struct Entry {
  detail::Route route;
  std::shared_ptr<const Handler> handler{};  // null: known, but nobody answers
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

AccessCheck standard_access(const std::string& token) {
  return [token](const HttpRequest& http) {
    const std::string* credentials = http.headers.find("Authorization");
    const bool shown = credentials != nullptr && !credentials->empty();
    if (shown && (token.empty() || bearer_token(http) == token)) return;
    throw DatabricksError(401, "UNAUTHENTICATED", "Credentials are missing or not accepted");
  };
}

HttpResponse all_pieces_of(StreamedResponse&& answer) {
  auto whole = std::move(answer.head);
  whole.body.clear();
  try {
    for (auto piece = answer.next({}); !piece.empty(); piece = answer.next({})) whole.body += piece;
  } catch (const std::exception& error) {
    whole.body_problem = error.what();
  } catch (...) {
    whole.body_problem = "the handler threw something that is no std::exception";
  }
  return whole;
}

}  // namespace

std::string_view bearer_token(const HttpRequest& http) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string* credentials = http.headers.find("Authorization");
  if (credentials == nullptr || !same_text(credentials->substr(0, kScheme.size()), kScheme)) return {};
  return std::string_view(*credentials).substr(kScheme.size());
}

struct ApiServer::State {
  explicit State(ServerOptions given) : options(std::move(given)) {
    if (!options.access) options.access = standard_access(options.token);
  }

  ServerOptions options;
  mutable std::shared_mutex mutex{};  // of the registry
  Registry registry{};
  std::mutex lifecycle{};  // of the listener
  std::unique_ptr<detail::HttpListener> listener{};
  mutable std::mutex port_mutex{};  // apart, so that handlers may ask for the port while the server stops
  std::uint16_t port = 0;           // 0: not running

  std::optional<Entry> find(const std::string& method, std::string_view path) const {
    const std::shared_lock lock(mutex);
    const Entry* entry = registry.find(method, path);
    return entry == nullptr ? std::nullopt : std::optional(*entry);
  }

  std::string methods_of(std::string_view path) const {
    const std::shared_lock lock(mutex);
    return registry.methods_of(path);
  }

  StreamedResponse route(const HttpRequest& http) const {
    const auto target = std::string_view(http.target);
    const auto path = target.substr(0, target.find('?'));
    const auto entry = find(http.method, path);
    const auto* handler = entry ? entry->handler.get() : nullptr;
    (handler != nullptr && handler->access ? handler->access : options.access)(http);
    if (!entry) return unknown_reply(http.method, path, methods_of(path));
    if (handler == nullptr) {
      return error_reply(501, "NOT_IMPLEMENTED",
                         "No handler answers '" + http.method + ' ' + std::string(entry->route.endpoint().path) + '\'');
    }
    const detail::Arguments arguments{entry->route.placeholders(path),
                                      detail::parse_query(target.substr(std::min(target.size(), path.size() + 1)))};
    return handler->answer(http, arguments);
  }

  StreamedResponse answer(const HttpRequest& http) const {
    try {
      return route(http);
    } catch (...) {
      return detail::reply_to_exception();
    }
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

void ApiServer::set_handler(const EndpointTable& endpoint, detail::RawHandler answer, AccessCheck access) {
  const std::unique_lock lock(state_->mutex);
  state_->registry.entry(endpoint).handler =
      std::make_shared<const Handler>(Handler{std::move(answer), std::move(access)});
}

HttpResponse ApiServer::answer(const HttpRequest& request) const {
  auto answer = state_->answer(request);
  return answer.next ? all_pieces_of(std::move(answer)) : std::move(answer.head);
}

void ApiServer::start() {
  const std::lock_guard lock(state_->lifecycle);
  if (state_->listener) return;
  const auto& options = state_->options;
  const std::lock_guard port_lock(state_->port_mutex);
  state_->listener = std::make_unique<detail::HttpListener>(
      detail::ListenerOptions{options.port, options.max_body_bytes, options.max_headers},
      [state = state_.get()](const HttpRequest& request) { return state->answer(request); });
  state_->port = state_->listener->port();
}

void ApiServer::stop() {
  const std::lock_guard lock(state_->lifecycle);
  state_->listener.reset();
  const std::lock_guard port_lock(state_->port_mutex);
  state_->port = 0;
}

bool ApiServer::running() const { return port() != 0; }

std::uint16_t ApiServer::port() const {
  const std::lock_guard lock(state_->port_mutex);
  return state_->port;
}

std::string ApiServer::origin() const { return "http://127.0.0.1:" + std::to_string(port()); }

}  // namespace databricks::testing
