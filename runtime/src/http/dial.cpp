#include "http/dial.hpp"

#include "http/resolve.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <cerrno>
#include <list>
#include <optional>
#include <system_error>

namespace databricks {

namespace {

// Addresses that swallow everything are common: an IPv6 route that ends nowhere, a node that is down. So the next
// one gets its chance soon, while the one before may still win.
constexpr auto kNextAttempt = std::chrono::milliseconds(250);

// One connection on its way. The guard goes before the socket that it may shut down.
struct Attempt {
  Attempt(int fd, const std::stop_token& stop) : socket(fd) { guard.emplace(stop, fd); }
  Socket socket;
  std::optional<ShutdownOnStop> guard{};
};

class Race {
 public:
  Race(const Origin& origin, std::vector<Address> addresses, Watch::Clock::time_point until, Watch& watch)
      : origin_(origin), addresses_(std::move(addresses)), until_(until), watch_(watch) {}

  Socket run();

 private:
  void start_next();
  void wait();
  void judge(std::list<Attempt>::iterator attempt, int error);
  bool all_started() const { return started_ == addresses_.size(); }

  const Origin& origin_;
  const std::vector<Address> addresses_;
  const Watch::Clock::time_point until_;
  Watch& watch_;
  std::size_t started_ = 0;
  Watch::Clock::time_point next_start_{};
  std::list<Attempt> running_{};
  std::optional<Socket> winner_{};
  int last_error_ = 0;
};

Socket Race::run() {
  while (!winner_) {
    if (running_.empty() && all_started()) {
      watch_.fail("no connection to " + origin_.host_header + " (" + std::generic_category().message(last_error_) +
                  ")");
    }
    if (!all_started() && (running_.empty() || Watch::Clock::now() >= next_start_)) {
      start_next();
    } else {
      wait();
    }
  }
  return std::move(*winner_);
}

void Race::start_next() {
  const auto& address = addresses_[started_++];
  next_start_ = Watch::Clock::now() + kNextAttempt;
  const int fd = socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    last_error_ = errno;
    return;
  }
  running_.emplace_back(fd, watch_.limits().stop);
  const int error = connect(fd, address.get(), address.size) == 0 ? 0 : errno;
  if (error != EINPROGRESS && error != EINTR) judge(std::prev(running_.end()), error);
}

// Until an attempt has come to something or the next one is due.
void Race::wait() {
  std::vector<pollfd> entries;
  for (const auto& attempt : running_) entries.push_back({attempt.socket.fd(), POLLOUT, 0});
  wait_for(entries, all_started() ? until_ : std::min(until_, next_start_));
  watch_.check_stop();
  auto attempt = running_.begin();
  for (const auto& entry : entries) {
    const auto present = attempt++;
    if (entry.revents == 0) continue;
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(entry.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    judge(present, error);
    if (winner_) return;
  }
  if (Watch::Clock::now() >= until_) watch_.time_out(watch_.limits().connect_timeout);
}

void Race::judge(std::list<Attempt>::iterator attempt, int error) {
  attempt->guard.reset();
  watch_.check_stop();
  if (error == 0) {
    winner_ = std::move(attempt->socket);
  } else {
    last_error_ = error;
  }
  running_.erase(attempt);
}

struct SocketOption {
  int level, name, value;
};

// Requests are written in one piece, so holding back packets only costs time. Probes find out when a peer has gone
// without a word while an answer takes its time.
constexpr SocketOption kOptions[] = {{IPPROTO_TCP, TCP_NODELAY, 1},
                                     {SOL_SOCKET, SO_KEEPALIVE, 1},
                                     {IPPROTO_TCP, TCP_KEEPIDLE, 30},
                                     {IPPROTO_TCP, TCP_KEEPINTVL, 30}};

}  // namespace

Socket dial(const Origin& origin, Watch& watch) {
  const auto until = watch.until(watch.limits().connect_timeout);
  auto addresses = resolve_host(origin, until, watch);
  watch.enter(TransportPhase::connect);
  auto socket = Race(origin, std::move(addresses), until, watch).run();
  for (const auto& option : kOptions) {
    setsockopt(socket.fd(), option.level, option.name, &option.value, sizeof option.value);
  }
  return socket;
}

}  // namespace databricks
