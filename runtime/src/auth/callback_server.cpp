#include "auth/callback_server.hpp"

#include "auth/callback_page.hpp"
#include "http/origin.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <databricks/clock.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

namespace databricks::detail {

namespace {

using SteadyClock = Watch::Clock;
using namespace std::chrono_literals;

constexpr std::size_t kMostHead = std::size_t{16} << 10;  // of a request
constexpr std::size_t kMostVisitors = 64;                 // the oldest goes first
constexpr auto kPatience = 10s;                           // with a connection that says nothing
constexpr int kMostWaiting = 64;                          // not accepted yet

// A connection whose request has not come in full.
struct Visitor {
  Socket socket;
  SteadyClock::time_point until{};
  std::string head{};
};

struct LoopbackAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

LoopbackAddress loopback(int family, int port) {
  LoopbackAddress address;
  if (family == AF_INET) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(port));
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(static_cast<std::uint16_t>(port));
    v6.sin6_addr = in6addr_loopback;
    address.size = sizeof v6;
  }
  return address;
}

// A socket that listens; none, and errno says why.
std::optional<Socket> listen_on(int family, int port) {
  Socket socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.fd() < 0) return std::nullopt;
  const int on = 1;
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (family == AF_INET6) ::setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  const auto address = loopback(family, port);
  const auto* name = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::bind(socket.fd(), name, address.size) != 0 || ::listen(socket.fd(), kMostWaiting) != 0) {
    const int error = errno;
    socket = Socket(-1);
    errno = error;
    return std::nullopt;
  }
  return socket;
}

// Both or nothing: `localhost` means either to browsers. A machine without IPv6 has no second.
std::vector<Socket> listen_on_both(int port) {
  std::vector<Socket> both;
  if (auto v4 = listen_on(AF_INET, port)) both.push_back(*std::move(v4));
  if (both.empty()) return both;
  if (auto v6 = listen_on(AF_INET6, port)) {
    both.push_back(*std::move(v6));
  } else if (errno == EADDRINUSE) {
    both.clear();
    errno = EADDRINUSE;
  }
  return both;
}

// False: the connection is of no use any more.
bool hear(Visitor& visitor) {
  char buffer[4096];
  const auto step = receive_now(visitor.socket.fd(), buffer, sizeof buffer);
  if (step.outcome == Step::wants_read) return true;
  if (step.outcome != Step::moved) return false;
  visitor.head.append(buffer, step.bytes);
  return visitor.head.size() <= kMostHead;
}

bool is_whole(const Visitor& visitor) { return visitor.head.find("\r\n\r\n") != visitor.head.npos; }

// The answer is smaller than any buffer for sending; who does not take it at once goes without.
void say(const Visitor& visitor, const std::string& answer) {
  send_now(visitor.socket.fd(), answer.data(), answer.size());
  ::shutdown(visitor.socket.fd(), SHUT_WR);
}

// `GET /path?query HTTP/1.1` for this path: what the query says, if that is an OAuth server's answer.
std::optional<CallbackParameters> answer_in(std::string_view head, std::string_view path) {
  auto line = head.substr(0, head.find("\r\n"));
  if (!line.starts_with("GET ")) return std::nullopt;
  line.remove_prefix(4);
  const auto target = line.substr(0, line.find(' '));
  if (target.substr(0, target.find('?')) != path) return std::nullopt;
  auto parameters = callback_parameters(target);
  const auto has = [&](const char* name) { return parameters.count(name) > 0; };
  if (!has("code") && !has("state") && !has("error")) return std::nullopt;
  return parameters;
}

}  // namespace

CallbackAddress callback_address(std::string_view redirect_url) {
  const auto scheme = redirect_url.find("://");
  const auto rest = scheme == redirect_url.npos ? redirect_url.npos : redirect_url.find_first_of("/?#", scheme + 3);
  Origin origin;
  try {
    origin = parse_origin(redirect_url.substr(0, rest));
  } catch (const InvalidArgument&) {
    throw AuthError("cannot listen on the redirect_url: it must look like http://localhost:8020");
  }
  if (origin.tls || (origin.host != "localhost" && origin.host != "127.0.0.1" && origin.host != "::1")) {
    throw AuthError("cannot listen on " + origin.host + ": redirect_url must look like http://localhost:8020");
  }
  int port = 0;
  std::from_chars(origin.port.data(), origin.port.data() + origin.port.size(), port);
  const auto target = rest == redirect_url.npos ? std::string_view() : redirect_url.substr(rest);
  const auto path = target.substr(0, target.find_first_of("?#"));
  return {port, port, path.empty() ? "/" : std::string(path)};
}

CallbackServer::CallbackServer(const CallbackAddress& address) : path_(address.path) {
  int error = 0;
  for (port_ = address.first_port; port_ <= address.last_port; ++port_) {
    listeners_ = listen_on_both(port_);
    if (!listeners_.empty()) return;
    error = errno;
  }
  const bool is_one = address.first_port == address.last_port;
  throw AuthError("cannot listen on localhost:" + std::to_string(address.first_port) +
                  (is_one ? "" : " to " + std::to_string(address.last_port)) + " for the answer of the browser (" +
                  std::generic_category().message(error) + ")");
}

// Visitors are served as their bytes come, so that none of them can make another one wait.
class Reception {
 public:
  explicit Reception(const std::vector<Socket>& listeners) : listeners_(listeners) {}

  /// Takes what has come, until `end` at most, and gives each whole request to `serve`; true when that says so.
  template <class Serve>
  bool step(SteadyClock::time_point end, const Serve& serve) {
    auto until = end;
    for (const auto& visitor : visitors_) until = std::min(until, visitor.until);
    std::vector<pollfd> entries;
    for (const auto& listener : listeners_) entries.push_back({listener.fd(), POLLIN, 0});
    for (const auto& visitor : visitors_) entries.push_back({visitor.socket.fd(), POLLIN, 0});
    wait_for(entries, until);
    std::vector<Visitor> still_there;
    for (std::size_t i = 0; i < visitors_.size(); ++i) {
      auto& visitor = visitors_[i];
      if (entries[listeners_.size() + i].revents != 0 && !hear(visitor)) continue;
      if (is_whole(visitor)) {
        if (serve(visitor)) return true;
      } else if (SteadyClock::now() < visitor.until) {
        still_there.push_back(std::move(visitor));
      }
    }
    visitors_ = std::move(still_there);
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      if (entries[i].revents != 0) let_in(listeners_[i]);
    }
    return false;
  }

 private:
  void let_in(const Socket& listener) {
    Socket socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.fd() >= 0) {
      if (visitors_.size() >= kMostVisitors) visitors_.erase(visitors_.begin());
      visitors_.push_back({std::move(socket), SteadyClock::now() + kPatience});
    } else if (errno == EMFILE || errno == ENFILE) {  // poll() would tell of the same connection at once
      visitors_.clear();
      Clock().sleep(10ms, {});
    }
  }

  const std::vector<Socket>& listeners_;
  std::vector<Visitor> visitors_;
};

CallbackParameters CallbackServer::wait(std::chrono::milliseconds limit,
                                        const Function<std::string(const CallbackParameters&)>& problem_of,
                                        const std::stop_token& stop) {
  const auto end = SteadyClock::now() + limit;
  const ShutdownOnStop on_stop(stop, listeners_.front().fd());
  Reception reception(listeners_);
  CallbackParameters found;
  const auto serve = [&](const Visitor& visitor) {
    auto parameters = answer_in(visitor.head, path_);
    say(visitor, parameters ? callback_page(problem_of(*parameters)) : no_such_page());
    if (parameters) found = *std::move(parameters);
    return parameters.has_value();
  };
  for (;;) {
    if (stop.stop_requested()) throw AuthError("the sign-in was cancelled while it waited for the browser");
    if (reception.step(end, serve)) return found;
    if (SteadyClock::now() >= end) {
      throw AuthError("nobody came back from the browser within " +
                      std::to_string(std::chrono::ceil<std::chrono::seconds>(limit).count()) + " s: sign in again");
    }
  }
}

}  // namespace databricks::detail
