// The other side of the benchmark: answers every request at once, with as little work as possible, in a process of
// its own, so that its time is not counted as ours.
#pragma once

#include <sys/types.h>

#include <string>

namespace bench {

class EchoServer {
 public:
  /// With certificate and key, in PEM files, it speaks TLS.
  EchoServer(const std::string& certificate, const std::string& key);
  EchoServer() : EchoServer({}, {}) {}
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;
  int port() const { return port_; }

 private:
  int port_ = 0;
  pid_t process_ = 0;
};

}  // namespace bench
