// Takes requests for the addresses of clouds to a server on loopback, over real sockets.
#pragma once

#include <databricks/http.hpp>

#include <memory>
#include <string>

namespace test {

/// Requests for loopback addresses go where they are meant to; all others to `to`, with `X-Meant-For: https://origin`.
class MappingTransport final : public databricks::Transport {
 public:
  explicit MappingTransport(std::string to, std::shared_ptr<databricks::Transport> real = databricks::http_transport())
      : to_(std::move(to)), real_(std::move(real)) {}
  databricks::HttpResponse send(const databricks::HttpRequest& request, const databricks::HttpLimits& limits,
                                databricks::ByteSink* sink) override {
    auto mapped = request;
    if (request.origin.find("://127.0.0.1") == std::string::npos) {
      mapped.headers.set("X-Meant-For", request.origin);
      mapped.origin = to_;
    }
    return real_->send(mapped, limits, sink);
  }

 private:
  std::string to_;
  std::shared_ptr<databricks::Transport> real_;
};

}  // namespace test
