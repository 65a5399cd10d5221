#include "raw_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace {

class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      close(socket_);
      throw std::runtime_error("can't connect");
    }
    const timeval limit{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the server refused the rest; its answer is read all the same
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  bool read_more(std::string& text) {
    std::array<char, 65536> buffer;
    const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
    if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

 private:
  int socket_;
};

std::size_t content_length(std::string_view head) {
  const std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  std::size_t length = 0;
  if (at != head.npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

RawReply exchange(std::uint16_t port, std::string_view bytes, bool is_head) {
  Connection connection(port);
  connection.write(bytes);
  std::string text;
  std::size_t end = text.npos;
  while ((end = text.find("\r\n\r\n")) == text.npos) {
    if (!connection.read_more(text)) return {};
  }
  RawReply reply;
  reply.head = text.substr(0, end + 2);
  const auto length = is_head ? 0 : content_length(reply.head);
  while (text.size() < end + 4 + length && connection.read_more(text)) continue;
  reply.body = text.substr(end + 4);
  std::from_chars(text.data() + 9, text.data() + 12, reply.status);
  return reply;
}

RawReply send(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer any\r\n");
  if (!body.empty()) bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  bytes.append("\r\n").append(body);
  return exchange(port, bytes, method == "HEAD");
}
