#include "http/tunnel.hpp"

#include "http/response_head.hpp"

namespace databricks {

namespace {

constexpr std::size_t kMostReceived = std::size_t{64} << 10;

class Tunnel {
 public:
  Tunnel(Channel& channel, const Proxy& proxy, const Origin& origin, Watch& watch)
      : channel_(channel),
        proxy_(proxy),
        name_("the proxy " + proxy.origin.host_header),
        target_(authority(origin)),
        watch_(watch),
        until_(watch.until(watch.limits().connect_timeout)) {}

  void open();

 private:
  void send(std::string_view text);
  int receive_status();
  void receive_some();
  [[noreturn]] void closed();

  Channel& channel_;
  const Proxy& proxy_;
  const std::string name_;
  const std::string target_;
  Watch& watch_;
  const Watch::Clock::time_point until_;
  std::string unread_{};
  std::size_t received_ = 0;
};

void Tunnel::open() {
  std::string request = "CONNECT " + target_ + " HTTP/1.1\r\nHost: " + target_ + "\r\n";
  for (const auto& [name, value] : proxy_.headers) request += name + ": " + value + "\r\n";
  send(request + "\r\n");
  int status = 0;
  do {
    status = receive_status();
  } while (status / 100 == 1);
  if (status == 407) refuse_credentials(proxy_, watch_);
  // The reason and the body are the proxy's own words, which may repeat what it was sent.
  const auto what = name_ + " opened no connection to " + target_ + " (status " + std::to_string(status) + ")";
  if (status / 100 == 4) watch_.refuse(what);
  if (status / 100 != 2) watch_.fail(what);
  // The origin speaks second. Who speaks now is not the origin.
  if (!unread_.empty()) watch_.refuse(name_ + " sent bytes of its own into the connection to " + target_);
}

void Tunnel::send(std::string_view text) {
  while (!text.empty()) {
    const auto step = channel_.send(text.data(), text.size());
    if (step.outcome == Step::closed || step.outcome == Step::broken) closed();
    if (step.outcome == Step::moved) {
      text.remove_prefix(step.bytes);
    } else {
      wait_for(channel_, step, until_, watch_);
    }
  }
}

int Tunnel::receive_status() {
  std::size_t scanned = 0;
  std::size_t length = 0;
  while ((length = head_length(unread_, scanned)) == 0) {
    scanned = unread_.size();
    receive_some();
  }
  ResponseHead head;
  const auto problem = parse_head(std::string_view(unread_).substr(0, length), head);
  if (!problem.empty()) watch_.refuse("the answer of " + name_ + " is no HTTP: " + std::string(problem));
  unread_.erase(0, length);
  return head.status;
}

void Tunnel::receive_some() {
  char buffer[4096];
  for (;;) {
    const auto step = channel_.receive(buffer, sizeof buffer);
    if (step.outcome == Step::closed || step.outcome == Step::broken) closed();
    if (step.outcome == Step::moved) {
      unread_.append(buffer, step.bytes);
      received_ += step.bytes;
      if (received_ > kMostReceived) watch_.refuse("the answer of " + name_ + " has a head longer than 64 KiB");
      return;
    }
    wait_for(channel_, step, until_, watch_);
  }
}

void Tunnel::closed() { watch_.fail(name_ + " closed the connection"); }

}  // namespace

void open_tunnel(Channel& channel, const Proxy& proxy, const Origin& origin, Watch& watch) {
  watch.enter(TransportPhase::proxy);
  const ShutdownOnStop guard(watch.limits().stop, channel.fd());
  Tunnel(channel, proxy, origin, watch).open();
}

}  // namespace databricks
