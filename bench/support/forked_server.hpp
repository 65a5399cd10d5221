// The other side of a benchmark: a server in a process of its own, so that its time and memory are not counted as
// ours, with a thread per connection.
#pragma once

#include <openssl/types.h>
#include <sys/types.h>

#include <string>

namespace bench {

/// The server's end of a connection, in the clear or inside TLS.
class Wire {
 public:
  Wire(int fd, SSL_CTX* tls);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  /// 0 or less: the connection is over.
  long receive(char* buffer, std::size_t size);
  bool send(const char* data, std::size_t size);
  bool is_open() const { return open_; }

 private:
  int fd_;
  SSL* ssl_ = nullptr;
  bool open_ = true;
};

class ForkedServer {
 public:
  using Serve = void (*)(Wire&);
  /// With a PEM file that holds certificate and key it speaks TLS.
  explicit ForkedServer(Serve serve, const std::string& certificate = {});
  ~ForkedServer();
  ForkedServer(const ForkedServer&) = delete;
  ForkedServer& operator=(const ForkedServer&) = delete;
  /// `http://127.0.0.1:port`, or https.
  const std::string& origin() const { return origin_; }

 private:
  std::string origin_;
  pid_t process_ = 0;
};

/// Makes a self-signed certificate for 127.0.0.1 in a PEM file and returns its path; deleted when the program ends.
std::string self_signed_certificate();

}  // namespace bench
