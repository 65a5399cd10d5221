#include "events/event_queue.hpp"
#include "events/event_sink.hpp"

#include <databricks/error.hpp>
#include <databricks/events.hpp>

#include <thread>

namespace databricks {

namespace {

// The end of an answer comes right behind the event that says so, mostly; then the connection can be used again.
constexpr std::chrono::milliseconds kPatience{100};

struct RequestStop {
  std::stop_source source;
  void operator()() { source.request_stop(); }
};

}  // namespace

struct EventStream::State {
  State(Run call_runner, CallOptions call_options, EventOptions event_options)
      : run(std::move(call_runner)),
        call(std::move(call_options)),
        options(std::move(event_options)),
        queue(options.max_waiting_bytes) {}

  void start();
  void make_call(const std::stop_token& stop);
  void end();

  const Run run;
  const CallOptions call;
  const EventOptions options;
  detail::EventQueue queue;
  std::optional<Event> current{};
  bool started = false;
  bool ended = false;
  std::jthread thread{};  // behind all that it uses
  std::optional<std::stop_callback<RequestStop>> forward{};
};

void EventStream::State::start() {
  thread = std::jthread([this](const std::stop_token& stop) { make_call(stop); });
  started = true;
  forward.emplace(call.stop, RequestStop{thread.get_stop_source()});
}

void EventStream::State::make_call(const std::stop_token& stop) {
  std::exception_ptr error;
  try {
    const auto sink = std::make_shared<detail::EventSink>(queue, options, stop);
    CallOptions with = call;
    with.stop = stop;
    with.to = Sink(sink);
    with.headers.set("Accept", "text/event-stream");
    run(with);
    sink->finish();
  } catch (...) {
    error = std::current_exception();
  }
  queue.finish(std::move(error));
}

void EventStream::State::end() {
  ended = true;
  current.reset();
  if (!queue.finishes_within(kPatience)) thread.request_stop();
  thread.join();
}

EventStream::EventStream(Run run, CallOptions call, EventOptions options)
    : state_(std::make_unique<State>(std::move(run), std::move(call), std::move(options))) {
  if (state_->call.to)
    throw InvalidArgument("a stream of events takes the answer itself: CallOptions::to must be unset");
}

EventStream::EventStream(EventStream&&) noexcept = default;
EventStream& EventStream::operator=(EventStream&&) noexcept = default;
EventStream::~EventStream() = default;

Event* EventStream::next() {
  State& s = *state_;
  if (s.ended) return nullptr;
  if (!s.started) s.start();
  try {
    s.current = s.queue.pop(s.call.stop);
  } catch (...) {
    s.end();
    throw;
  }
  if (s.current && (s.options.done.empty() || s.current->data != s.options.done)) return &*s.current;
  s.end();
  return nullptr;
}

EventStream events_of(const Client& client, std::string method, std::string target, RawCall raw, CallOptions call,
                      EventOptions options) {
  const auto run = [client, method = std::move(method), target = std::move(target),
                    raw = std::move(raw)](const CallOptions& with) { client.do_(method, target, raw, with); };
  return EventStream(run, std::move(call), std::move(options));
}

}  // namespace databricks
