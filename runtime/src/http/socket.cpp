#include "http/socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

namespace databricks {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses resolve_host(const Origin& origin, Watch& watch) {
  watch.enter(TransportPhase::resolve);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | (origin.host_is_address ? AI_NUMERICHOST : AI_ADDRCONFIG);
  addrinfo* found = nullptr;
  const int error = getaddrinfo(origin.host.c_str(), origin.port.c_str(), &hints, &found);
  if (error != 0) {
    const auto why = error == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(error);
    watch.fail("no address for host " + origin.host + " (" + why + ")");
  }
  watch.check_stop();
  return {found, &freeaddrinfo};
}

Step failed_step(bool sending) {
  const int error = errno;
  if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR) {
    return {sending ? Step::wants_write : Step::wants_read};
  }
  return {error == EPIPE || error == ECONNRESET ? Step::closed : Step::broken};
}

// 0, or why there is no connection; ETIMEDOUT when the time is over.
int connect_socket(int fd, const addrinfo& address, Watch::Clock::time_point until, const Watch& watch) {
  if (connect(fd, address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS && errno != EINTR) return errno;
  if (wait_for(fd, POLLOUT, until) == 0) return ETIMEDOUT;
  watch.check_stop();
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  return error;
}

Watch::Clock::time_point share_of(Watch::Clock::time_point until, std::size_t addresses_left) {
  if (until == Watch::Clock::time_point::max()) return until;
  const auto now = Watch::Clock::now();
  return now + (until - now) / static_cast<long>(addresses_left);
}

}  // namespace

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

Step receive_now(int fd, char* buffer, std::size_t size) {
  const auto n = recv(fd, buffer, size, MSG_DONTWAIT);
  if (n > 0) return {Step::moved, static_cast<std::size_t>(n)};
  return n == 0 ? Step{Step::closed} : failed_step(false);
}

Step send_now(int fd, const char* data, std::size_t size) {
  const auto n = send(fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  return n >= 0 ? Step{Step::moved, static_cast<std::size_t>(n)} : failed_step(true);
}

short wait_for(int fd, short events, Watch::Clock::time_point until) {
  pollfd entry{fd, events, 0};
  for (;;) {
    int timeout = -1;
    if (until != Watch::Clock::time_point::max()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Watch::Clock::now()).count();
      timeout = static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
    }
    const int ready = poll(&entry, 1, timeout);
    if (ready > 0) return entry.revents;
    if (ready == 0 && Watch::Clock::now() >= until) return 0;
    if (ready < 0 && errno != EINTR) return POLLERR;
  }
}

bool is_quiet(int fd) {
  char byte;
  const auto n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

Socket connect_to(const Origin& origin, Watch& watch) {
  const auto addresses = resolve_host(origin, watch);
  watch.enter(TransportPhase::connect);
  std::size_t left = 0;
  for (auto* address = addresses.get(); address; address = address->ai_next) ++left;
  const auto limit = watch.limits().connect_timeout;
  const auto until = watch.until(limit);
  int error = 0;
  for (auto* address = addresses.get(); address; address = address->ai_next, --left) {
    Socket candidate(socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (candidate.fd() < 0) {
      error = errno;
      continue;
    }
    const ShutdownOnStop guard(watch.limits().stop, candidate.fd());
    error = connect_socket(candidate.fd(), *address, share_of(until, left), watch);
    if (error == 0) {
      const int on = 1;
      setsockopt(candidate.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return candidate;
    }
  }
  if (error == ETIMEDOUT) watch.time_out(limit);
  watch.fail("no connection (" + std::generic_category().message(error) + ")");
}

}  // namespace databricks
