// The bytes of a connection, in the clear or inside TLS. No operation waits.
#pragma once

#include "http/socket.hpp"

#include <memory>
#include <string>

namespace databricks {

class Channel {
 public:
  Channel() = default;
  virtual ~Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// What to wait for with poll().
  virtual int fd() const = 0;
  virtual Step receive(char* buffer, std::size_t size) = 0;
  virtual Step send(const char* data, std::size_t size) = 0;
  /// Why a step was `broken`, where more is known than that; else empty.
  virtual std::string problem() const { return {}; }
  /// From now on nothing is written any more, not even a farewell: the connection belongs to another process.
  virtual void disown() {}
};

class SocketChannel final : public Channel {
 public:
  explicit SocketChannel(Socket socket) : socket_(std::move(socket)) {}
  int fd() const override { return socket_.fd(); }
  Step receive(char* buffer, std::size_t size) override { return receive_now(fd(), buffer, size); }
  Step send(const char* data, std::size_t size) override { return send_now(fd(), data, size); }

 private:
  Socket socket_;
};

/// Waits until a step that came to wants_read or wants_write is worth another try. Throws TransportTimeout.
void wait_for(const Channel& channel, const Step& step, Watch::Clock::time_point until, const Watch& watch);

}  // namespace databricks
