// The bytes of a connection, in the clear or inside TLS. No operation waits.
#pragma once

#include "http/socket.hpp"

#include <memory>

namespace databricks {

class Channel {
 public:
  explicit Channel(Socket socket) : socket_(std::move(socket)) {}
  virtual ~Channel() = default;
  virtual Step receive(char* buffer, std::size_t size) { return receive_now(fd(), buffer, size); }
  virtual Step send(const char* data, std::size_t size) { return send_now(fd(), data, size); }
  int fd() const { return socket_.fd(); }

 private:
  Socket socket_;
};

}  // namespace databricks
