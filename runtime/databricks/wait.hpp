// What takes time: the answer that started it, and ways to wait for its end.
#pragma once

#include <databricks/clock.hpp>
#include <databricks/fixed_string.hpp>
#include <databricks/function.hpp>
#include <databricks/json.hpp>
#include <databricks/service.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>

namespace databricks {

/// How to wait for a T.
template <class T>
struct WaitOptions {
  /// no_timeout: none. Unset: the client's wait_timeout, else the operation's own: mostly 20 minutes, and none for
  /// long-running operations. A poll that is under way when the time is up has 5 seconds left.
  std::optional<std::chrono::milliseconds> timeout{};
  Function<void(const T&)> on_progress{};  // called after every poll, the last one too; what it throws ends the wait
  std::stop_token stop{};                  // ends the wait with CallCancelled; what was started goes on
  std::optional<std::chrono::milliseconds> poll_interval{};  // unset: 1 s, 2 s, ... 10 s, each and 50 to 750 ms
};

/// One look at what was started.
template <class T>
struct Polled {
  T object{};
  bool done = false;
};

namespace detail {

/// How to poll what was started. Nothing in it changes, so any number of threads may use it.
struct Pending {
  std::shared_ptr<Engine> engine{};
  const PollTable* poll = nullptr;
  std::shared_ptr<const void> request{};  // of the poll; null: it has none
  std::exception_ptr problem{};           // why it can't be polled; null: it can
};

/// Fields of what was started become the request of its poll. A field that is missing is a `problem`, not an
/// exception: the call that was made has its effect, and its answer is of use.
DATABRICKS_API Pending bind(Engine& engine, const PollTable& poll, const EndpointTable& started, const void* request,
                            const void* response);
/// The request of the poll. Throws WaitError when there is a problem.
DATABRICKS_API const void* poll_request(const Pending& pending);
/// Text that resume() makes the same of: versioned JSON. Throws WaitError when there is a problem.
DATABRICKS_API std::string resume_token(const Pending& pending);
/// Throws InvalidArgument for what is no token of this poll.
DATABRICKS_API Pending resume(Engine& engine, const PollTable& poll, std::string_view token);

struct PollOptions {
  std::optional<std::chrono::milliseconds> timeout{};
  std::stop_token stop{};
  std::optional<std::chrono::milliseconds> poll_interval{};
  Function<void(const std::shared_ptr<const void>&)> on_progress{};
};
/// Polls until the answer is in one of the states of success, and returns it. Throws OperationFailed, OperationTimeout,
/// and what a call throws.
DATABRICKS_API std::shared_ptr<void> wait(const Pending& pending, const WaitTable& rule, const PollOptions& options);
/// Polls until the operation is done, and returns it. Throws as the other wait() does.
DATABRICKS_API std::shared_ptr<void> wait(const Pending& pending, const LongRunningTable& rule,
                                          const PollOptions& options);

struct PolledObject {
  std::shared_ptr<void> object{};
  bool done = false;
};
/// One poll. Throws OperationFailed, and what a call throws.
DATABRICKS_API PolledObject poll(const Pending& pending, const WaitTable& rule, const CallOptions& options);

/// A long-running operation as it was seen last, shared by all copies of its handle. Callable from any thread.
class OperationState;
/// Calls what starts it.
DATABRICKS_API std::shared_ptr<OperationState> start(Engine& engine, const EndpointTable& endpoint, const void* request,
                                                     const CallOptions& options);
/// With a resume token, or with the operation's name. Throws InvalidArgument.
DATABRICKS_API std::shared_ptr<OperationState> resume(Engine& engine, const LongRunningTable& rule,
                                                      std::string_view token);
DATABRICKS_API const Pending& pending(const OperationState& state);
/// Null: nothing has been seen of it.
DATABRICKS_API std::shared_ptr<const void> last_seen(const OperationState& state);
DATABRICKS_API std::string name(const OperationState& state);
/// One poll; true: it is done, or has failed. Throws what a call throws.
DATABRICKS_API bool ask(OperationState& state, const CallOptions& options);
DATABRICKS_API void cancel(const OperationState& state, const CallOptions& options);
/// As wait() above, and keeps what is seen.
DATABRICKS_API std::shared_ptr<const void> wait(OperationState& state, PollOptions options);
/// The JSON of `response` or `metadata` of an operation; empty when it has none.
DATABRICKS_API std::string operation_part(const LongRunningTable& rule, const void* operation, std::string_view field);

template <class T>
PollOptions erased(const WaitOptions<T>& options) {
  PollOptions result{options.timeout, options.stop, options.poll_interval, {}};
  if (options.on_progress) {
    result.on_progress = [&options](const std::shared_ptr<const void>& object) {
      options.on_progress(*static_cast<const T*>(object.get()));
    };
  }
  return result;
}

template <class Response>
using answer_of = std::conditional_t<std::is_void_v<Response>, NoAnswer, Response>;

/// Fails to compile, naming the field, when T has no field of this wire name; dots lead into nested fields.
/// Defined in <databricks/check.hpp>.
template <class T, fixed_string Path, std::size_t Begin = 0>
consteval void check_path();

}  // namespace detail

/// What a call answered that started something, and how to wait for its end. To copy it is cheap but for the answer;
/// any number of threads may wait with it.
template <class Response, class Rule>
class Wait : public detail::answer_of<Response> {
 public:
  using value_type = typename Rule::poll_type::response_type;
  using poll_request_type = typename Rule::poll_type::request_type;

  /// Made by endpoints: calls what starts it.
  template <class Request>
  Wait(Engine& engine, const EndpointTable& endpoint, const Request& request, const CallOptions& options) {
    void* response = nullptr;
    if constexpr (!std::is_void_v<Response>) response = static_cast<Response*>(this);
    detail::call(engine, endpoint, &request, response, options);
    pending_ = detail::bind(engine, Rule::wait.poll, endpoint, &request, response);
  }
  /// Made by endpoints and waiters: goes on with what was started elsewhere; there is no answer then.
  explicit Wait(detail::Pending pending) : pending_(std::move(pending)) {}

  /// Polls until it is there and returns it. Throws OperationFailed, OperationTimeout, CallCancelled and what calls
  /// throw; WaitError when the answer does not say what to wait for.
  value_type result(const WaitOptions<value_type>& options = {}) const {
    return std::move(*static_cast<value_type*>(detail::wait(pending_, Rule::wait, detail::erased(options)).get()));
  }

  /// Looks once, without waiting. Throws OperationFailed and what calls throw; WaitError as result() does.
  Polled<value_type> poll(const CallOptions& options = {}) const {
    const auto polled = detail::poll(pending_, Rule::wait, options);
    return {std::move(*static_cast<value_type*>(polled.object.get())), polled.done};
  }

  /// What is asked with every poll: the identifiers of what was started. Throws WaitError as result() does.
  const poll_request_type& poll_request() const {
    static_assert(!std::is_empty_v<poll_request_type>, "this poll has no arguments");
    return *static_cast<const poll_request_type*>(detail::poll_request(pending_));
  }

  /// Text with which another process can go on: `w.clusters.create.resume(token)`. Throws WaitError as result() does.
  std::string resume_token() const { return detail::resume_token(pending_); }

 private:
  detail::Pending pending_;
};

/// A long-running operation (AIP-151). Copies share what is known of it. Callable from any thread.
template <class Response, class Rule>
class Operation {
  static_assert(std::is_same_v<Response, typename Rule::poll_type::response_type>,
                "the poll of a long-running operation answers what its start answers");

 public:
  using result_type = typename Rule::result_type;
  using metadata_type = typename Rule::metadata_type;

  /// Made by endpoints.
  explicit Operation(std::shared_ptr<detail::OperationState> state) : state_(std::move(state)) {}

  /// The operation's resource name. Throws WaitError when the service gave none.
  std::string name() const { return detail::name(*state_); }
  /// The operation as it was seen last; empty when it was resumed and nothing was asked since.
  Response last() const {
    const auto last = detail::last_seen(*state_);
    return last ? *static_cast<const Response*>(last.get()) : Response{};
  }
  /// Asks the service whether it is done, with whatever outcome, and keeps the answer. Throws what calls throw.
  bool done(const CallOptions& options = {}) const { return detail::ask(*state_, options); }
  /// Of the operation as it was seen last; none when there was none.
  auto metadata() const requires(!std::is_void_v<metadata_type>) {
    return part<metadata_type>(detail::last_seen(*state_).get(), "metadata");
  }
  /// Asks the service to end it early. Throws what calls throw.
  void cancel(const CallOptions& options = {}) const requires(!std::is_void_v<typename Rule::cancel_type>) {
    detail::cancel(*state_, options);
  }
  /// Polls until it is done, at least once, and returns its result; an empty one when there was none. Throws
  /// OperationFailed, OperationTimeout, CallCancelled and what calls throw.
  result_type result(const WaitOptions<Response>& options = {}) const {
    const auto last = detail::wait(*state_, detail::erased(options));
    if constexpr (!std::is_void_v<result_type>)
      return part<result_type>(last.get(), "response").value_or(result_type{});
  }
  /// Text with which another process can go on: `endpoint.resume(token)`. Throws WaitError when there is no name.
  std::string resume_token() const { return detail::resume_token(detail::pending(*state_)); }

 private:
  template <class T>
  static std::optional<T> part(const void* operation, std::string_view field) {
    const auto json = operation ? detail::operation_part(Rule::long_running, operation, field) : std::string();
    if (json.empty()) return std::nullopt;
    return from_json<T>(json);
  }

  std::shared_ptr<detail::OperationState> state_;
};

}  // namespace databricks
