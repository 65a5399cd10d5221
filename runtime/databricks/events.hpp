// Server-sent events (WHATWG HTML, "server-sent events"): an answer of type text/event-stream as a lazy range.
//
//   for (const auto& e : w.serving_endpoints.query_events("my-model", {.messages = ...})) std::cout << e.data << '\n';
//   for (const auto& chunk : events_of(service.chat, request, {}, {.done = "[DONE]"}).as<Chunk>()) ...
#pragma once

#include <databricks/call.hpp>
#include <databricks/client.hpp>
#include <databricks/function.hpp>
#include <databricks/json.hpp>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace databricks {

struct Event {
  std::string event = "message";                     // its type
  std::string data{};                                // lines joined with LF
  std::string id{};                                  // the last one that was sent, with this event or before
  std::optional<std::chrono::milliseconds> retry{};  // the last reconnection time that was sent
};

struct EventOptions {
  std::string done{};  // an event with this data ends the range and is no part of it: `[DONE]`; empty: there is none
  std::size_t max_event_bytes = std::size_t{16} << 20;     // an event with more ends the range with UnexpectedResponse
  std::size_t max_waiting_bytes = std::size_t{256} << 10;  // of events that came and were not asked for yet
};

template <class T>
class EventsAs;

/// An input range of events. Its call starts at begin() and runs on a thread of its own, which ends with the range: a
/// range that goes before its end closes the connection. What came and was not asked for yet waits in memory up to a
/// limit; then the service has to wait.
///
/// begin() and iteration throw what a call throws: an error answer, and before the first event all the usual retries
/// have been made; UnexpectedResponse for an answer that is no event stream; in the middle TransportError when the
/// stream breaks off, TransportTimeout when nothing comes for `http_timeout_seconds` or the call's time limit passes,
/// and CallCancelled as soon as CallOptions::stop asks for it. After an error the range is at its end. Comments, and an
/// event whose last line is missing when the stream ends, are dropped.
///
/// One range must not be used by two threads at once.
class DATABRICKS_API EventStream {
 public:
  /// Makes the call whose answer is the stream, with options that are to be passed on.
  using Run = Function<void(const CallOptions& options)>;

  /// For calls of your own kind; see events_of(). Nothing is sent yet. Throws InvalidArgument when `call` has a sink.
  EventStream(Run run, CallOptions call, EventOptions options = {});
  EventStream(EventStream&&) noexcept;
  EventStream& operator=(EventStream&&) noexcept;
  /// Ends the call and waits for its thread.
  ~EventStream();

  class iterator {
   public:
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(EventStream* stream) : stream_(stream), event_(stream->next()) {}
    Event& operator*() const { return *event_; }
    Event* operator->() const { return event_; }
    iterator& operator++() {
      event_ = stream_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.event_ == nullptr; }

   private:
    EventStream* stream_ = nullptr;
    Event* event_ = nullptr;
  };

  /// Waits for the first event; later calls go on where the iteration stands.
  iterator begin() { return iterator(this); }
  std::default_sentinel_t end() const { return {}; }
  /// Waits for the next event, which is valid until the one after; null at the end.
  Event* next();

  /// The same range with the JSON in each event's data as a T. Iteration throws JsonError for data that is none.
  template <class T>
  EventsAs<T> as() && {
    return EventsAs<T>(std::move(*this));
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// An input range of objects, one per event.
template <class T>
class EventsAs {
 public:
  explicit EventsAs(EventStream events) : events_(std::move(events)) {}

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(EventsAs* range) : range_(range) { range_->advance(); }
    T& operator*() const { return *range_->object_; }
    T* operator->() const { return &**this; }
    iterator& operator++() {
      range_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool at_end() const { return !range_->object_; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.at_end(); }

   private:
    EventsAs* range_ = nullptr;
  };

  iterator begin() { return iterator(this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  void advance() {
    object_.reset();
    if (const Event* event = events_.next()) object_ = from_json<T>(event->data);
  }

  EventStream events_;
  std::optional<T> object_;
};

/// The events of a declared endpoint's answer: `events_of(w.serving_endpoints.query, {.name = "m", .stream = true})`.
/// Throws as EventStream does.
template <class Endpoint>
EventStream events_of(const Endpoint& endpoint, typename Endpoint::request_type request, CallOptions call = {},
                      EventOptions options = {}) {
  return EventStream(endpoint.deferred(std::move(request)), std::move(call), std::move(options));
}

/// The events of what Client::do_ would send: for what has no declaration.
DATABRICKS_API EventStream events_of(const Client& client, std::string method, std::string target, RawCall raw = {},
                                     CallOptions call = {}, EventOptions options = {});

}  // namespace databricks
