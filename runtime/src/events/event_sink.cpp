#include "events/event_sink.hpp"

#include "observe/redact.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>
#include <databricks/http.hpp>

namespace databricks::detail {

namespace {

constexpr std::size_t kExcerptBytes = 1024;

// `text/event-stream; charset=utf-8` is text/event-stream.
std::string media_type(std::string_view value) { return ascii_lower(trim(value.substr(0, value.find(';')))); }

}  // namespace

EventSink::EventSink(EventQueue& queue, const EventOptions& options, std::stop_token stop)
    : queue_(queue),
      max_event_bytes_(options.max_event_bytes),
      stop_(std::move(stop)),
      parser_(options.max_event_bytes) {}

void EventSink::begin(const HttpResponse& head) {
  parser_ = EventParser(max_event_bytes_);
  excerpt_.clear();
  status_ = head.status;
  const std::string* type = head.headers.find("Content-Type");
  type_ = type ? media_type(*type) : std::string();
  is_event_stream_ = type_.empty() || type_ == "text/event-stream";
}

void EventSink::write(std::string_view bytes) {
  if (!is_event_stream_) {
    excerpt_.append(bytes.substr(0, kExcerptBytes - excerpt_.size()));
    if (excerpt_.size() == kExcerptBytes) refuse();
    return;
  }
  try {
    parser_.feed(bytes, [this](Event event) { queue_.push(std::move(event), stop_); });
  } catch (const Error& error) {
    throw UnexpectedResponse(status_, {}, error.what());
  }
}

void EventSink::finish() const {
  if (!is_event_stream_) refuse();
}

void EventSink::refuse() const {
  const auto shown = excerpt(excerpt_, type_, kExcerptBytes);
  if (trim(excerpt_).starts_with('<')) {
    throw HtmlResponse(status_, shown, "received HTML instead of an event stream; is the host right?");
  }
  throw UnexpectedResponse(status_, shown, "the answer is no event stream but " + shown_header("Content-Type", type_));
}

}  // namespace databricks::detail
