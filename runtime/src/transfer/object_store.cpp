#include "transfer/object_store.hpp"

#include "call/backoff.hpp"
#include "observe/call_watch.hpp"
#include "request/target.hpp"
#include "text/ascii.hpp"

#include <algorithm>

namespace databricks::detail {

namespace {

constexpr std::uint64_t kLongestAnswer = std::uint64_t{1} << 20;
constexpr std::chrono::seconds kLongestRetry{300};
constexpr const char* kShownTarget = "/[presigned]";
// Up to the transport, whatever comes with a URL.
constexpr std::string_view kNotForwarded[] = {"host", "content-length", "transfer-encoding", "connection"};

HttpRequest build(const PresignedUrl& url, const StoreRequest& request) {
  HttpRequest built{.method = std::string(request.method), .headers = request.headers};
  try {
    auto where = parse_target(url.url, "");
    built.origin = std::move(where.origin);
    built.target = std::move(where.target);
    for (const auto& [name, value] : url.headers) {
      const auto lower = ascii_lower(name);
      if (std::find(std::begin(kNotForwarded), std::end(kNotForwarded), lower) != std::end(kNotForwarded)) continue;
      built.headers.set(name, value);
    }
  } catch (const InvalidArgument&) {
    built.origin.clear();
  }
  if (built.origin.empty()) {
    throw UnexpectedResponse(200, "", std::string(request.what) + ": the service gave a URL or header that is none");
  }
  built.has_body = static_cast<bool>(request.body);
  return built;
}

// Counts what is sent, and tells whether an answer has begun to arrive.
class CountedBody final : public ByteSource {
 public:
  explicit CountedBody(Source source) : source_(std::move(source)) {}
  std::size_t read(char* buffer, std::size_t size) override {
    const auto n = source_.get()->read(buffer, size);
    bytes += n;
    return n;
  }
  std::optional<std::uint64_t> size() const override { return source_.get()->size(); }
  std::uint64_t bytes = 0;

 private:
  Source source_;
};

class WatchedSink final : public ByteSink {
 public:
  explicit WatchedSink(ByteSink& sink) : sink_(sink) {}
  void begin(const HttpResponse& head) override {
    begun = true;
    sink_.begin(head);
  }
  void write(std::string_view bytes) override { sink_.write(bytes); }
  bool begun = false;

 private:
  ByteSink& sink_;
};

// One request with all its attempts.
class StoreCall {
 public:
  StoreCall(Engine& engine, const Config& config, const CallOptions& call, const StoreRequest& request,
            const std::stop_token& stop)
      : engine_(engine),
        request_(request),
        deadline_(call.deadline.value_or(Clock::time_point::max())),
        stop_(stop),
        attempts_(std::max(1, request.attempts > 0 ? request.attempts : config.files_ext.cloud_api_max_retries)),
        inactivity_(std::chrono::seconds(config.files_ext.network_transfer_inactivity_timeout_seconds)),
        shown_path_("[" + std::string(request.what) + "]"),
        watch_(config, call, request.method, shown_path_) {}

  HttpResponse run(const HttpRequest& built);

 private:
  HttpResponse attempt(HttpRequest request, int number);
  HttpResponse exchange(HttpRequest& request, WatchedSink* sink);
  HttpLimits limits() const;
  Clock::duration next_pause(int number, bool passing) const;
  void tell(const HttpRequest& request, int number, const HttpResponse* response, const Error* error);
  void pause();

  Engine& engine_;
  const StoreRequest& request_;
  const Clock::time_point deadline_;
  const std::stop_token& stop_;
  const int attempts_;
  const std::chrono::milliseconds inactivity_;
  const std::string shown_path_;
  CallWatch watch_;
  const Clock::time_point start_ = engine_.clock().now();
  Clock::time_point attempt_start_{};
  Clock::duration pause_{};  // behind the present attempt; 0: it is the last
  std::uint64_t sent_ = 0;
};

HttpLimits StoreCall::limits() const {
  HttpLimits limits = engine_.limits();
  limits.inactivity_timeout = inactivity_;
  limits.max_response_bytes = limits.max_error_bytes = kLongestAnswer;
  limits.stop = stop_;
  if (deadline_ == Clock::time_point::max()) return limits;
  const auto left = deadline_ - engine_.clock().now();
  if (left <= Clock::duration::zero()) {
    throw TransportTimeout(TransportFault::unreachable, TransportPhase::queue, "the call's time limit has passed");
  }
  limits.total_timeout = std::chrono::ceil<std::chrono::milliseconds>(left);
  return limits;
}

Clock::duration StoreCall::next_pause(int number, bool passing) const {
  if (!passing || number >= attempts_) return {};
  const auto pause = backoff(number);
  const auto now = engine_.clock().now();
  return now + pause < deadline_ && now + pause - start_ < kLongestRetry ? pause : Clock::duration::zero();
}

void StoreCall::tell(const HttpRequest& request, int number, const HttpResponse* response, const Error* error) {
  const HttpRequest shown{.method = request.method,
                          .origin = request.origin,
                          .target = kShownTarget,
                          .source = request.source,
                          .has_body = request.has_body};
  HttpResponse seen;
  if (response != nullptr)
    seen = {.status = response->status,
            .reason = response->reason,
            .body_bytes = response->body_bytes,
            .timings = response->timings};
  watch_.attempt_ended({.attempt = number,
                        .request = &shown,
                        .response = response != nullptr ? &seen : nullptr,
                        .error = error,
                        .bytes_sent = sent_,
                        .elapsed = engine_.clock().now() - attempt_start_,
                        .pause = pause_,
                        .streamed = request_.sink != nullptr});
}

HttpResponse StoreCall::exchange(HttpRequest& request, WatchedSink* sink) {
  const auto body = request_.body ? std::make_shared<CountedBody>(request_.body()) : nullptr;
  request.source = body;
  try {
    auto response = engine_.transport()->send(request, limits(), sink);
    sent_ = body ? body->bytes : 0;
    return response;
  } catch (...) {
    sent_ = body ? body->bytes : 0;
    throw;
  }
}

// The answer, unless there is to be another attempt: then its status is 0.
HttpResponse StoreCall::attempt(HttpRequest request, int number) {
  std::optional<WatchedSink> sink;
  if (request_.sink != nullptr) sink.emplace(*request_.sink);
  attempt_start_ = engine_.clock().now();
  watch_.attempt_started(number, request);
  try {
    auto response = exchange(request, sink ? &*sink : nullptr);
    pause_ = next_pause(number, is_passing_status(response.status));
    tell(request, number, &response, nullptr);
    if (pause_ == Clock::duration::zero()) return response;
  } catch (const TransportError& error) {
    const bool cancelled = dynamic_cast<const CallCancelled*>(&error) != nullptr;
    const bool passing = !cancelled && error.fault() != TransportFault::permanent && !(sink && sink->begun);
    pause_ = next_pause(number, passing);
    tell(request, number, nullptr, &error);
    if (pause_ == Clock::duration::zero()) throw;
  }
  return {};
}

void StoreCall::pause() {
  if (engine_.clock().sleep(pause_, stop_)) return;
  throw CallCancelled(TransportFault::unreachable, TransportPhase::wait, "the call was cancelled between two attempts");
}

HttpResponse StoreCall::run(const HttpRequest& built) {
  for (int number = 1;; ++number) {
    if (stop_.stop_requested()) {
      throw CallCancelled(TransportFault::unreachable, TransportPhase::queue,
                          "the transfer was cancelled before a request was sent");
    }
    try {
      auto response = attempt(built, number);
      if (response.status != 0) {
        watch_.call_ended(number, response.status, engine_.clock().now() - start_, nullptr);
        return response;
      }
    } catch (CallError& error) {
      watch_.call_ended(number, 0, engine_.clock().now() - start_, &error);
      error.set_call({.operation = watch_.operation(), .operation_id = watch_.operation_id(), .attempts = number});
      throw;
    }
    pause();
  }
}

Config without_trace(Config config) {
  config.send_traceparent = false;
  return config;
}

}  // namespace

bool is_passing_status(int status) {
  constexpr int kPassing[] = {408, 429, 502, 503, 504};
  return std::find(std::begin(kPassing), std::end(kPassing), status) != std::end(kPassing);
}

ObjectStore::ObjectStore(Engine& engine, const CallOptions& call)
    : engine_(share(engine)), config_(without_trace(engine.config())), call_(call) {}

HttpResponse ObjectStore::send(const PresignedUrl& url, const StoreRequest& request,
                               const std::stop_token& stop) const {
  const HttpRequest built = build(url, request);
  return StoreCall(*engine_, config_, call_, request, stop).run(built);
}

}  // namespace databricks::detail
