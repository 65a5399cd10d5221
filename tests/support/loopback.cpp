#include "loopback.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace test {

namespace {

std::size_t announced_length(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  const auto at = head.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::strtoull(head.c_str() + at + 17, nullptr, 10);
}

bool is_chunked(const std::string& head) {
  return head.find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos;
}

}  // namespace

Peer::Peer(LoopbackServer& server, int fd, ssl_ctx_st* tls) : server_(server), fd_(fd) {
  if (!tls) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd);
  SSL_accept(ssl_);  // a failed handshake shows as the end of the stream
}

Peer::~Peer() {
  if (ssl_) {
    SSL_shutdown(ssl_);
    SSL_free(ssl_);
  }
}

bool Peer::fill() {
  char buffer[65536];
  const auto n = ssl_ ? SSL_read(ssl_, buffer, sizeof buffer) : ::recv(fd_, buffer, sizeof buffer, 0);
  if (n <= 0) return false;
  unread_.append(buffer, static_cast<std::size_t>(n));
  return true;
}

std::string Peer::read_some() {
  if (unread_.empty()) fill();
  return std::exchange(unread_, {});
}

std::string Peer::read_request() {
  std::size_t head = std::string::npos;
  while ((head = unread_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  head += 4;
  const auto text = unread_.substr(0, head);
  std::size_t end = head + announced_length(text);
  if (is_chunked(text)) {
    std::size_t last = std::string::npos;
    while ((last = unread_.find("0\r\n\r\n", head)) == std::string::npos) {
      if (!fill()) return {};
    }
    end = last + 5;
  }
  while (unread_.size() < end) {
    if (!fill()) return {};
  }
  auto request = unread_.substr(0, end);
  unread_.erase(0, end);
  const std::lock_guard lock(server_.mutex_);
  server_.requests_.push_back(request);
  return request;
}

void Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20)))
                        : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void Peer::reset() {
  const linger now{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void Peer::leave_silently() { SSL_set_quiet_shutdown(ssl_, 1); }

void Peer::wait_until_closed() {
  while (fill()) {
  }
}

void Peer::relay(int port) {
  const int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  bool open = connect(other, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  while (open) {
    pollfd both[] = {{fd_, POLLIN, 0}, {other, POLLIN, 0}};
    if (!(ssl_ && SSL_pending(ssl_) > 0)) poll(both, 2, -1);
    if (both[0].revents != 0 || (ssl_ && SSL_pending(ssl_) > 0)) {
      const auto bytes = read_some();
      open = !bytes.empty() && ::send(other, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
    }
    if (both[1].revents != 0) {
      char buffer[65536];
      const auto n = ::recv(other, buffer, sizeof buffer, 0);
      open = open && n > 0;
      if (open) send({buffer, static_cast<std::size_t>(n)});
    }
  }
  ::close(other);
}

void Peer::pause(std::chrono::milliseconds span) {
  std::unique_lock lock(server_.mutex_);
  server_.ending_.wait_for(lock, span, [&] { return server_.ended_; });
}

LoopbackServer::LoopbackServer(Script script, ssl_ctx_st* tls) : script_(std::move(script)), tls_(tls) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, length) != 0 || listen(listener_, 128) != 0 ||
      getsockname(listener_, generic, &length) != 0) {
    throw std::runtime_error("no loopback port");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::LoopbackServer(std::vector<std::string> answers, ssl_ctx_st* tls)
    : LoopbackServer(
          [answers = std::move(answers), next = std::make_shared<std::size_t>(0),
           mutex = std::make_shared<std::mutex>()](Peer& peer) {
            while (!peer.read_request().empty()) {
              std::unique_lock lock(*mutex);
              const auto& text = answers[std::min((*next)++, answers.size() - 1)];
              lock.unlock();
              peer.send(text);
            }
          },
          tls) {}

LoopbackServer::~LoopbackServer() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    ending_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

void LoopbackServer::accept_all() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (fd < 0 || ended_) {
      if (fd >= 0) ::close(fd);
      return;
    }
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    open_.push_back(fd);
    threads_.emplace_back([this, fd] { serve(fd); });
  }
}

void LoopbackServer::serve(int fd) {
  // OpenSSL's writes raise it; what the client under test does about its own is its affair.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  {
    Peer peer(*this, fd, tls_);
    script_(peer);
  }
  const std::lock_guard lock(mutex_);
  open_.erase(std::find(open_.begin(), open_.end(), fd));
  ::close(fd);
}

std::string LoopbackServer::origin() const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

std::vector<std::string> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t LoopbackServer::connections() const {
  const std::lock_guard lock(mutex_);
  return threads_.size();
}

std::string answer(std::string_view body, std::string_view headers) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" +
         std::string(body);
}

}  // namespace test
