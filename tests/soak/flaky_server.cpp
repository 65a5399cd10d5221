#include "flaky_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <random>
#include <string_view>

namespace test {

namespace {

constexpr unsigned kLuck = 100;  // an outcome is drawn from 0 to 99

bool send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string with_length(std::string_view status, std::string_view body, std::string_view headers = {}) {
  std::string text = "HTTP/1.1 ";
  text.append(status).append("\r\n").append(headers).append("Content-Length: ");
  return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

std::uint64_t number_after(std::string_view text, std::string_view mark) {
  std::uint64_t value = 0;
  const auto at = text.find(mark);
  if (at != text.npos) std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), value);
  return value;
}

void reset_on_close(int fd) {
  const linger now{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace

std::string task_text(std::uint64_t id) {
  const auto number = std::to_string(id) + ' ';
  std::string text;
  for (std::size_t n = id * 7919 % 4096; n > 0; --n) text += number;
  return text;
}

FlakyServer::FlakyServer(std::size_t tasks) : done_(tasks) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  if (bind(listener_, generic, length) != 0 || listen(listener_, 512) != 0) std::abort();
  getsockname(listener_, generic, &length);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FlakyServer::~FlakyServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  while (threads_ > 0) std::this_thread::yield();
}

void FlakyServer::accept_all() {
  while (!ending_) {
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) continue;
    {
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
    }
    most_connections_ = std::max<int>(most_connections_, ++connections_);
    ++threads_;
    std::thread([this, fd] {
      serve(fd);
      forget(fd);
      --threads_;
    }).detach();
  }
}

void FlakyServer::forget(int fd) {
  --connections_;
  const std::lock_guard lock(mutex_);
  open_.erase(std::find(open_.begin(), open_.end(), fd));
  ::close(fd);
}

void FlakyServer::serve(int fd) {
  std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<unsigned> draw(0, kLuck - 1);
  std::string unread;
  for (;;) {
    const auto request = read_request(fd, unread);
    if (!request.complete) return;
    ++requests_;
    const auto luck = draw(random);
    if (luck >= 80) ++faults_;
    if (!answer(fd, request, luck)) return;
  }
}

FlakyServer::Request FlakyServer::read_request(int fd, std::string& unread) {
  char buffer[16384];
  for (;;) {
    const auto end = unread.find("\r\n\r\n");
    const auto body = end == unread.npos ? 0 : number_after(unread, "Content-Length: ");
    if (end != unread.npos && unread.size() >= end + 4 + body) {
      Request request{true, unread.starts_with("POST"), 0};
      request.id = number_after(unread, request.creates ? "{\"id\":" : "?id=");
      unread.erase(0, end + 4 + body);
      return request;
    }
    const auto n = ::recv(fd, buffer, sizeof buffer, 0);
    if (n <= 0) return {};
    unread.append(buffer, static_cast<std::size_t>(n));
  }
}

// False: the connection is to be closed.
bool FlakyServer::answer(int fd, const Request& request, unsigned luck) {
  // Not done, and said so.
  if (luck >= 80 && luck < 84) return send_all(fd, with_length("503 Busy", "<html>busy</html>"));
  if (luck >= 84 && luck < 88) {
    return send_all(fd, with_length("429 Slow Down", R"({"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow"})",
                                    "Retry-After: 1\r\n"));
  }
  // Neither done nor said.
  if (luck >= 88 && luck < 90) {
    reset_on_close(fd);
    return false;
  }
  if (request.creates) ++done_[request.id];
  const auto body = R"({"id":)" + std::to_string(request.id) + R"(,"text":")" + task_text(request.id) + "\"}";
  const auto text = with_length("200 OK", body, "Content-Type: application/json\r\n");
  // Done and not said, or not said to the end.
  if (luck >= 90 && luck < 92) return false;
  if (luck >= 92 && luck < 95) {
    send_all(fd, std::string_view(text).substr(0, text.size() / 2));
    reset_on_close(fd);
    return false;
  }
  // Said, and then gone without a word: the connection the client keeps is stale.
  if (luck >= 95) {
    send_all(fd, text);
    return false;
  }
  return send_all(fd, text);
}

}  // namespace test
