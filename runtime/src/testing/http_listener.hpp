// HTTP/1.1 on 127.0.0.1, by cpp-httplib: takes requests off the socket and sends back what one function answers.
#pragma once

#include <databricks/testing/streamed_response.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace databricks::testing::detail {

struct ListenerOptions {
  std::uint16_t port;  // 0: any free one
  std::size_t max_body_bytes;
  std::size_t max_headers;
};

class HttpListener {
 public:
  using Answer = std::function<StreamedResponse(const HttpRequest&)>;

  /// Serves when it returns; `answer` is called on several threads at once. Throws Error when the port is taken.
  HttpListener(ListenerOptions options, Answer answer);
  /// Waits for the answers that are being made, cuts those that are sent piece by piece, closes all connections and
  /// joins the threads.
  ~HttpListener();

  std::uint16_t port() const { return port_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::uint16_t port_ = 0;
};

}  // namespace databricks::testing::detail
