// An answer that is sent while it is made.
#pragma once

#include <databricks/http.hpp>

#include <functional>
#include <stop_token>
#include <string>
#include <utility>

namespace databricks::testing {

/// What a handler returns to send its answer in pieces, each as soon as it is made:
///
///   return StreamedResponse({.status = 200, .headers = {{"Content-Type", "text/event-stream"}}},
///                           [n = 0](const std::stop_token&) mutable { return ++n > 3 ? "" : "data: tick\n\n"; });
///
/// Status and headers are sent before the first piece is made. The connection is cut, so that nobody takes what came
/// for the whole, when a piece throws and when the server stops. A client that has left is noticed before the next
/// piece; then no more are made.
struct StreamedResponse {
  /// Makes the next piece; an empty one is the end. Called by one thread at a time, and destroyed when no more pieces
  /// are wanted. The server stops only when it has returned: one that waits for something returns when `stop` says so.
  using Next = std::function<std::string(const std::stop_token& stop)>;

  /// The answer as it is, in one piece.
  StreamedResponse(HttpResponse whole) : head(std::move(whole)) {}
  /// The body of `first` is not sent.
  StreamedResponse(HttpResponse first, Next pieces) : head(std::move(first)), next(std::move(pieces)) {}

  HttpResponse head;
  Next next{};  // unset: the head is the whole answer
};

}  // namespace databricks::testing
