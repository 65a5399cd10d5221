#include "blob_server.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

std::uint64_t number_after(std::string_view text, std::string_view mark, std::uint64_t otherwise) {
  const auto at = text.find(mark);
  if (at == text.npos) return otherwise;
  std::uint64_t value = otherwise;
  std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), value);
  return value;
}

void give(Wire& wire, std::string_view head) {
  static const std::string piece(kPiece, 'b');
  const bool ranged = head.find("Range: bytes=") != head.npos;
  const auto from = number_after(head, "Range: bytes=", 0);
  auto last = kBlobSize - 1;
  if (ranged) {
    const auto range = head.substr(head.find("Range: bytes="));
    const auto line = range.substr(0, range.find('\r'));
    last = std::min(last, number_after(line.substr(line.find('=')), "-", last));
  }
  auto left = last - from + 1;
  std::string answer = ranged ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n";
  answer += "Accept-Ranges: bytes\r\nETag: \"blob\"\r\nContent-Type: application/octet-stream\r\n";
  if (ranged) {
    answer += "Content-Range: bytes " + std::to_string(from) + "-" + std::to_string(last) + "/" +
              std::to_string(kBlobSize) + "\r\n";
  }
  answer += "Content-Length: " + std::to_string(left) + "\r\n\r\n";
  if (!wire.send(answer.data(), answer.size())) return;
  while (left > 0) {
    const auto n = std::min<std::uint64_t>(left, kPiece);
    if (!wire.send(piece.data(), n)) return;
    left -= n;
  }
}

bool take(Wire& wire, std::string_view head, std::size_t already, std::vector<char>& buffer) {
  const auto length = number_after(head, "Content-Length: ", 0);
  if (head.find("100-continue") != head.npos) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (!wire.send(go_on.data(), go_on.size())) return false;
  }
  for (auto got = static_cast<std::uint64_t>(already); got < length;) {
    const long n = wire.receive(buffer.data(), buffer.size());
    if (n <= 0) return false;
    got += static_cast<std::uint64_t>(n);
  }
  constexpr std::string_view done = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  return wire.send(done.data(), done.size());
}

}  // namespace

void serve_blob(Wire& wire) {
  std::vector<char> buffer(kPiece);
  std::string text;
  for (;;) {
    text.clear();
    auto end = std::string::npos;
    while ((end = text.find("\r\n\r\n")) == std::string::npos) {
      const long n = wire.receive(buffer.data(), buffer.size());
      if (n <= 0) return;
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    const auto head = std::string_view(text).substr(0, end + 2);
    if (head.starts_with("PUT")) {
      if (!take(wire, head, text.size() - end - 4, buffer)) return;
    } else {
      give(wire, head);
    }
  }
}

}  // namespace bench
