#include "http/socket.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace databricks {

namespace {

Step failed_step(bool sending) {
  const int error = errno;
  if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR) {
    return {sending ? Step::wants_write : Step::wants_read};
  }
  return {error == EPIPE || error == ECONNRESET ? Step::closed : Step::broken};
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

bool wait_for(std::span<pollfd> entries, Watch::Clock::time_point until) {
  for (;;) {
    int timeout = -1;
    if (until != Watch::Clock::time_point::max()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Watch::Clock::now()).count();
      timeout = static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
    }
    const int ready = poll(entries.data(), entries.size(), timeout);
    if (ready > 0) return true;
    if (ready == 0 && Watch::Clock::now() >= until) return false;
    if (ready < 0 && errno != EINTR) {
      for (auto& entry : entries) entry.revents = POLLERR;
      return true;
    }
  }
}

short wait_for(int fd, short events, Watch::Clock::time_point until) {
  pollfd entry{fd, events, 0};
  return wait_for({&entry, 1}, until) ? entry.revents : short{0};
}

bool is_quiet(int fd) {
  char byte;
  const auto n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace databricks
