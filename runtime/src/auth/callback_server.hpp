// Where a browser comes back to on this machine: a server for one answer.
#pragma once

#include "http/socket.hpp"

#include <chrono>
#include <databricks/oauth.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace databricks::detail {

/// Where to listen: the first free of these ports.
struct CallbackAddress {
  int first_port = 8020;
  int last_port = 8020;
  std::string path = "/";
};
/// Of `http://localhost:port/path`. Throws AuthError: `cannot listen on x.y`.
CallbackAddress callback_address(std::string_view redirect_url);

/// Listens on the loopback addresses of IPv4 and, where there is one, IPv6. Of one thread.
class CallbackServer {
 public:
  /// Throws AuthError when no port is free.
  explicit CallbackServer(const CallbackAddress& address);

  int port() const { return port_; }
  /// What the first request for the path with a code, a state or an error says. The browser shows what `problem_of`
  /// finds, if anything. All other requests get a 404; connections that say nothing hinder nobody. Once. Throws
  /// AuthError when the time is over or a stop is requested.
  CallbackParameters wait(std::chrono::milliseconds limit,
                          const Function<std::string(const CallbackParameters&)>& problem_of,
                          const std::stop_token& stop);

 private:
  std::string path_;
  int port_ = 0;
  std::vector<Socket> listeners_;
};

}  // namespace databricks::detail
