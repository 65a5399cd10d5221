// Fuzzes the reading of HTTP answers: head, framing, gzip and limits. Whatever a peer sends must lead to an answer or
// a TransportError, and to the same one however the bytes are cut into packets.
#include "http/exchange.hpp"
#include "require.hpp"

#include <fcntl.h>

#include <algorithm>
#include <optional>

namespace {

using fuzz::require;

using databricks::Channel;
using databricks::Connection;
using databricks::HttpLimits;
using databricks::HttpRequest;
using databricks::Step;
using databricks::TransportError;

// A peer that has said all it will ever say. /dev/null is ready whenever somebody waits for it.
class Script final : public Channel {
 public:
  Script(std::string_view answer, std::size_t packet)
      : nowhere_(open("/dev/null", O_RDWR | O_CLOEXEC)), answer_(answer), packet_(packet) {}
  int fd() const override { return nowhere_.fd(); }
  Step receive(char* buffer, std::size_t size) override {
    if (answer_.empty()) return {Step::closed};
    const auto n = answer_.copy(buffer, std::min(size, packet_));
    answer_.remove_prefix(n);
    return {Step::moved, n};
  }
  Step send(const char*, std::size_t size) override { return {Step::moved, size}; }

 private:
  databricks::Socket nowhere_;
  std::string_view answer_;
  std::size_t packet_;
};

struct Collecting : databricks::ByteSink {
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

struct Result {
  std::optional<databricks::TransportFault> fault{};
  int status = 0;
  bool body_is_whole = false;
  std::string body{};
};

// How much of a damaged body can be decoded depends on how much of it is there at a time.
bool same(const Result& a, const Result& b) {
  return a.fault.has_value() == b.fault.has_value() && a.status == b.status && a.body_is_whole == b.body_is_whole &&
         (!a.body_is_whole || a.body == b.body);
}

Result run(const HttpRequest& request, std::string_view answer, std::size_t packet, bool to_sink) {
  const HttpLimits limits{
      .connect_timeout = {}, .inactivity_timeout = {}, .max_response_bytes = 1 << 16, .max_error_bytes = 1 << 10};
  databricks::Watch watch(request.origin, limits);
  Connection connection(std::make_unique<Script>(answer, packet));
  const databricks::Origin origin{.text = request.origin, .host_header = "h"};
  Collecting sink;
  bool source_read = false;
  try {
    const auto outcome =
        databricks::exchange(connection, origin, request, watch, to_sink ? &sink : nullptr, source_read);
    const auto& got = outcome.response;
    require(got.status >= 200 && got.status <= 999, "an answer has a status");
    require(got.body_problem.empty() || got.status >= 400, "only the body of an error may break off");
    require(!outcome.keep_alive || (got.body_problem.empty() && connection.unread().empty()),
            "nothing is left on a connection that is kept");
    require(got.body_bytes == got.body.size() + sink.text.size(), "all bytes are counted");
    require(got.body.size() <= (got.status < 400 ? limits.max_response_bytes : limits.max_error_bytes), "limits hold");
    return {{}, got.status, got.body_problem.empty(), got.body + sink.text};
  } catch (const TransportError& error) {
    require(error.bytes_received() >= sink.text.size(), "what the sink got was counted");
    return {error.fault(), 0, false, sink.text};
  }
}

}  // namespace

// The first byte chooses the method, the second the length of packets.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  constexpr const char* kMethods[] = {"GET", "HEAD", "POST", "CONNECT"};
  const HttpRequest request{.method = kMethods[data[0] % 4], .origin = "http://h", .target = "/"};
  const bool to_sink = data[0] & 4;
  const std::string_view answer(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto whole = run(request, answer, answer.size(), to_sink);
  require(same(whole, run(request, answer, data[1] % 16 + 1u, to_sink)), "packets make no difference");
  return 0;
}
