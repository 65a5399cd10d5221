#include "range_server.hpp"

#include <algorithm>
#include <cstdlib>

namespace test {

namespace {

// A prime number of bytes, so that pieces at wrong offsets show.
const std::string& block() {
  static const std::string text = [] {
    std::string bytes(65521, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) {
      state = state * 1664525 + 1013904223;
      byte = static_cast<char>(state >> 24);
    }
    return bytes;
  }();
  return text;
}

void send_bytes(Peer& peer, std::uint64_t from, std::uint64_t to) {
  while (from < to) {
    const auto at = static_cast<std::size_t>(from % block().size());
    const auto piece = std::string_view(block()).substr(
        at, static_cast<std::size_t>(std::min<std::uint64_t>(to - from, block().size())));
    peer.send(piece);
    from += piece.size();
  }
}

std::string reply_head(const RangeReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Whatever\r\n";
  if (reply.chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  } else {
    head += "Content-Length: " + std::to_string(reply.to - reply.from) + "\r\n";
  }
  if (!reply.content_range.empty()) head += "Content-Range: " + reply.content_range + "\r\n";
  if (!reply.etag.empty()) head += "ETag: " + reply.etag + "\r\n";
  if (!reply.last_modified.empty()) head += "Last-Modified: " + reply.last_modified + "\r\n";
  return head + reply.more_headers + "\r\n";
}

}  // namespace

std::string header_of(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == request.npos) return {};
  const auto begin = at + name.size() + 4;
  return request.substr(begin, request.find('\r', begin) - begin);
}

RangeServer::RangeServer(std::uint64_t size, std::function<void(RangeReply&)> change)
    : size_(size), change_(std::move(change)), server_([this](Peer& peer) { serve(peer); }) {}

std::string RangeServer::bytes(std::uint64_t from, std::uint64_t to) {
  std::string text;
  text.reserve(static_cast<std::size_t>(to - from));
  for (; from < to; ++from) text += block()[static_cast<std::size_t>(from % block().size())];
  return text;
}

RangeReply RangeServer::right_answer(const std::string& request) {
  RangeReply reply{.number = next_++,
                   .range = header_of(request, "Range"),
                   .from = 0,
                   .to = size_,
                   .status = 200,
                   .content_range = {},
                   .etag = etag,
                   .last_modified = last_modified,
                   .more_headers = {}};
  const auto match = header_of(request, "If-Match");
  const auto since = header_of(request, "If-Unmodified-Since");
  if (match.empty() ? !since.empty() && since != last_modified : match != etag) {
    reply.status = 412;
    reply.to = 0;
  } else if (!reply.range.empty()) {
    reply.from = std::strtoull(reply.range.c_str() + 6, nullptr, 10);
    const auto last = reply.range.substr(reply.range.find('-') + 1);
    if (!last.empty()) reply.to = std::min<std::uint64_t>(size_, std::strtoull(last.c_str(), nullptr, 10) + 1);
    reply.status = reply.from < size_ ? 206 : 416;
    const auto span = std::to_string(reply.from) + '-' + std::to_string(reply.to - 1);
    reply.content_range = "bytes " + (reply.status == 206 ? span : "*") + '/' + std::to_string(size_);
    if (reply.status == 416) reply.from = reply.to = 0;
  }
  return reply;
}

bool RangeServer::answer_one(Peer& peer, const std::string& request) {
  auto reply = right_answer(request);
  if (change_) change_(reply);
  peer.send(reply_head(reply));
  const auto end = reply.from + std::min(reply.to - reply.from, reply.cut_after.value_or(reply.to));
  if (reply.chunked && reply.from < end) {
    char size[32];
    std::snprintf(size, sizeof size, "%llx\r\n", static_cast<unsigned long long>(reply.to - reply.from));
    peer.send(size);
  }
  const auto stalled = reply.stall.count() > 0 && end > reply.from ? end - 1 : end;
  send_bytes(peer, reply.from, stalled);
  if (stalled < end) peer.pause(reply.stall);
  send_bytes(peer, stalled, end);
  if (reply.cut_after) return false;
  if (reply.chunked) peer.send(reply.from < end ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
  return true;
}

void RangeServer::serve(Peer& peer) {
  for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
    if (!answer_one(peer, request)) return;
  }
}

}  // namespace test
