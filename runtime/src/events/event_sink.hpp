// The body of an answer -> events in a queue, or the error that it is no event stream.
#pragma once

#include "events/event_parser.hpp"
#include "events/event_queue.hpp"

#include <databricks/stream.hpp>

namespace databricks::detail {

class EventSink final : public ByteSink {
 public:
  /// The queue must outlive it. `stop` ends the waiting for room in the queue.
  EventSink(EventQueue& queue, const EventOptions& options, std::stop_token stop);

  void begin(const HttpResponse& head) override;
  void write(std::string_view bytes) override;
  /// Called when all bytes have come. Throws UnexpectedResponse or HtmlResponse for another type than
  /// text/event-stream; write() does so as soon as enough has come to show what it is.
  void finish() const;

 private:
  [[noreturn]] void refuse() const;

  EventQueue& queue_;
  const std::size_t max_event_bytes_;
  const std::stop_token stop_;
  EventParser parser_;
  int status_ = 0;
  std::string type_{};           // of an answer that is no event stream
  bool is_event_stream_ = true;  // also when the answer doesn't say what it is
  std::string excerpt_{};        // of an answer that is none
};

}  // namespace databricks::detail
