// TCP sockets that never block longer than they are told to.
#pragma once

#include "http/origin.hpp"
#include "http/watch.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cstddef>
#include <span>
#include <stop_token>
#include <utility>

namespace databricks {

/// Owns a file descriptor.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket();
  int fd() const { return fd_; }

 private:
  int fd_;
};

/// Ends whatever waits on a socket when the stop token asks for it. A socket that was shut down says so to every
/// wait, present and future, connecting ones included, and closing it stays with the thread that uses it.
class ShutdownOnStop {
 public:
  ShutdownOnStop(std::stop_token stop, int fd) : callback_(std::move(stop), Shutdown{fd}) {}

 private:
  struct Shutdown {
    int fd;
    void operator()() const noexcept { ::shutdown(fd, SHUT_RDWR); }
  };
  std::stop_callback<Shutdown> callback_;
};

/// What one step without waiting came to.
struct Step {
  enum Outcome { moved, wants_read, wants_write, closed, broken };
  Outcome outcome;
  std::size_t bytes = 0;
};

Step receive_now(int fd, char* buffer, std::size_t size);
/// Never raises SIGPIPE.
Step send_now(int fd, const char* data, std::size_t size);

/// Waits for POLLIN and POLLOUT events; 0 when the time is over.
short wait_for(int fd, short events, Watch::Clock::time_point until);
/// The same for several sockets at once; false when the time is over.
bool wait_for(std::span<pollfd> entries, Watch::Clock::time_point until);

/// Nothing to read on an idle connection is the only good sign: data nobody asked for, a TLS farewell and the end of
/// the stream all mean that the peer is done with it.
bool is_quiet(int fd);

}  // namespace databricks
