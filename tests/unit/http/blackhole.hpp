// An address that never answers.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace test {

// A listener whose queue is full: connecting to it gets no answer at all.
class Blackhole {
 public:
  Blackhole();
  ~Blackhole();
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int listener_;
  int filler_;
  int port_;
};

inline Blackhole::Blackhole()
    : listener_(socket(AF_INET, SOCK_STREAM, 0)), filler_(socket(AF_INET, SOCK_STREAM, 0)), port_(0) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  bind(listener_, generic, length);
  listen(listener_, 0);
  getsockname(listener_, generic, &length);
  connect(filler_, generic, length);
  port_ = ntohs(address.sin_port);
}

inline Blackhole::~Blackhole() {
  close(filler_);
  close(listener_);
}

}  // namespace test
