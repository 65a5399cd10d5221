// A server for tests on a loopback port: every connection has a thread that runs a script. It sends exactly the bytes
// it is told to, wrong ones included, and keeps the raw requests.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;

namespace test {

class LoopbackServer;

/// The server's end of one connection.
class Peer {
 public:
  Peer(LoopbackServer& server, int fd, ssl_ctx_st* tls);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// The raw bytes of a request, head and body as framed; empty when the client has closed. Also kept by the server.
  std::string read_request();
  /// Bytes as they come; empty at the end.
  std::string read_some();
  void send(std::string_view bytes);
  /// Ends with a reset instead of a proper close.
  void reset();
  /// Ends TLS without a farewell, as a cut line does.
  void leave_silently();
  /// Until the client closes or the server goes.
  void wait_until_closed();
  /// Passes bytes between the client and a port of 127.0.0.1 until one of them closes, as a proxy does.
  void relay(int port);
  /// Sleeps unless the server goes.
  void pause(std::chrono::milliseconds span);

 private:
  friend class LoopbackServer;
  bool fill();

  LoopbackServer& server_;
  int fd_;
  ssl_st* ssl_ = nullptr;
  std::string unread_;
};

class LoopbackServer {
 public:
  using Script = std::function<void(Peer&)>;

  /// `tls` is not owned; null: plain.
  explicit LoopbackServer(Script script, ssl_ctx_st* tls = nullptr);
  /// Answers the requests of all connections in turn; the last answer is repeated.
  explicit LoopbackServer(std::vector<std::string> answers, ssl_ctx_st* tls = nullptr);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  /// `http://127.0.0.1:port`, or https.
  std::string origin() const;
  int port() const { return port_; }
  std::vector<std::string> requests() const;
  std::size_t connections() const;

 private:
  friend class Peer;
  void accept_all();
  void serve(int fd);

  Script script_;
  ssl_ctx_st* tls_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable ending_;
  bool ended_ = false;
  std::vector<std::string> requests_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// `HTTP/1.1 200 OK` with this body and its Content-Length.
std::string answer(std::string_view body, std::string_view headers = {});

}  // namespace test
