#include "store_servers.hpp"

#include <algorithm>
#include <cstdlib>

namespace test {

namespace {

databricks::HttpRequest parse_head(const std::string& head) {
  databricks::HttpRequest request;
  const auto line = head.substr(0, head.find("\r\n"));
  request.method = line.substr(0, line.find(' '));
  request.target = line.substr(request.method.size() + 1, line.rfind(' ') - request.method.size() - 1);
  for (auto at = head.find("\r\n") + 2; at < head.size();) {
    const auto end = head.find("\r\n", at);
    const auto colon = head.find(": ", at);
    if (end == head.npos || end == at) break;
    if (colon < end) request.headers.add_received(head.substr(at, colon - at), head.substr(colon + 2, end - colon - 2));
    at = end + 2;
  }
  return request;
}

// The body, as it is framed; `most`: no more than that is read. False: the client went.
bool read_body(Peer& peer, const databricks::HttpRequest& request, std::string& unread, std::uint64_t most,
               std::string& body) {
  const auto more = [&] {
    const auto bytes = peer.read_some();
    unread += bytes;
    return !bytes.empty();
  };
  if (const auto* length = request.headers.find("Content-Length")) {
    const auto size = std::strtoull(length->c_str(), nullptr, 10);
    while (unread.size() < std::min<std::uint64_t>(size, most)) {
      if (!more()) return false;
    }
    body = unread.substr(0, size);
    unread.erase(0, size);
  } else if (request.headers.find("Transfer-Encoding") != nullptr) {
    for (;;) {
      auto end = unread.find("\r\n");
      while (end == unread.npos) {
        if (!more()) return false;
        end = unread.find("\r\n");
      }
      const auto size = std::strtoull(unread.c_str(), nullptr, 16);
      while (unread.size() < end + 4 + size) {
        if (!more()) return false;
      }
      body += unread.substr(end + 2, size);
      unread.erase(0, end + 4 + size);
      if (size == 0 || body.size() >= most) break;
    }
  }
  return true;
}

std::string head_of(const databricks::HttpResponse& response, bool has_body) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " Whatever\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  if (has_body) head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return head + "\r\n";
}

}  // namespace

databricks::HttpResponse plain_answer(int status, std::string body) {
  return {.status = status, .reason = "Whatever", .body = std::move(body)};
}

StoreServers::StoreServers(Cloud cloud, Plan plan)
    : store(cloud),
      plan_(std::move(plan)),
      api_([this](Peer& peer) { serve(peer, Side::api); }),
      store_([this](Peer& peer) { serve(peer, Side::store); }) {
  store.set_store_origin(store_.origin());
}

std::vector<Exchange> StoreServers::exchanges() const {
  const std::lock_guard lock(mutex_);
  return exchanges_;
}

std::size_t StoreServers::count(Side side, std::string_view part_of_line) const {
  std::size_t n = 0;
  for (const auto& exchange : exchanges()) {
    n += exchange.side == side && (exchange.method + ' ' + exchange.target).find(part_of_line) != std::string::npos;
  }
  return n;
}

void StoreServers::serve(Peer& peer, Side side) {
  std::string unread;
  while (serve_one(peer, side, unread)) {
  }
}

bool StoreServers::serve_one(Peer& peer, Side side, std::string& unread) {
  std::size_t end = 0;
  while ((end = unread.find("\r\n\r\n")) == std::string::npos) {
    const auto bytes = peer.read_some();
    if (bytes.empty()) return false;
    unread += bytes;
  }
  const auto head = unread.substr(0, end + 2);
  unread.erase(0, end + 4);
  auto request = parse_head(head);
  Exchange exchange{.side = side, .number = 0, .method = request.method, .target = request.target, .head = head};
  {
    const std::lock_guard lock(mutex_);
    exchange.number = numbers_[side == Side::api ? 0 : 1]++;
    exchanges_.push_back(exchange);
  }
  if (plan_) plan_(exchange);
  if (!read_body(peer, request, unread, exchange.cut_request.value_or(UINT64_MAX), request.body)) return false;
  if (exchange.cut_request) {
    peer.reset();
    return false;
  }
  auto response = exchange.instead    ? *exchange.instead
                  : side == Side::api ? store.answer_api(request)
                                      : store.answer_store(request);
  if (exchange.pause.count() > 0) peer.pause(exchange.pause);
  if (exchange.lose_answer) return false;
  peer.send(head_of(response, response.status != 204));
  if (request.method == "HEAD") return true;
  peer.send(std::string_view(response.body).substr(0, exchange.cut_answer.value_or(response.body.size())));
  return !exchange.cut_answer;
}

}  // namespace test
