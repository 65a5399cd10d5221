// What takes time: the answer that started it, and ways to wait for its end.
#pragma once

#include <databricks/function.hpp>
#include <databricks/json.hpp>
#include <databricks/service.hpp>

#include <chrono>
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
  std::optional<std::chrono::milliseconds> timeout{};  // unset: the operation's own default, often 20 minutes
  Function<void(const T&)> on_progress{};              // called after every poll, the last one too
  std::stop_token stop{};
};

namespace detail {

/// Copies the bound fields into the request of the poll. Throws Error when one is missing.
DATABRICKS_API void bind(std::span<const Binding> bindings, const EndpointTable& started, const void* request,
                         const void* response, const EndpointTable& poll, void* poll_request);

struct PollOptions {
  std::optional<std::chrono::milliseconds> timeout{};
  std::stop_token stop{};
  Function<void()> on_progress{};
};
/// Polls until `response` is in one of the states of success. Throws OperationFailed, OperationTimeout, and what a
/// call throws.
DATABRICKS_API void wait(Engine& engine, const WaitTable& rule, const void* request, void* response,
                         const PollOptions& options);
/// Polls until the operation in `response` is done. Throws OperationFailed, OperationTimeout, and what a call throws.
DATABRICKS_API void wait(Engine& engine, const LongRunningTable& rule, const void* request, void* response,
                         const PollOptions& options);
/// The JSON of `response` or `metadata` of an operation; empty when it has none.
DATABRICKS_API std::string operation_part(const LongRunningTable& rule, const void* operation, std::string_view field);

}  // namespace detail

/// What a call answered that started something, and how to wait for it.
template <class Response, class Rule>
class Wait : public std::conditional_t<std::is_void_v<Response>, NoAnswer, Response> {
  using Answer = std::conditional_t<std::is_void_v<Response>, NoAnswer, Response>;
  using PollRequest = typename Rule::poll_type::request_type;

 public:
  using value_type = typename Rule::poll_type::response_type;

  template <class Request>
  Wait(Engine& engine, const EndpointTable& endpoint, const Request& request, const CallOptions& options)
      : engine_(detail::share(engine)), poll_request_{} {
    const void* response = nullptr;
    if constexpr (std::is_void_v<Response>) {
      detail::call(engine, endpoint, &request, nullptr, options);
    } else {
      detail::call(engine, endpoint, &request, static_cast<Answer*>(this), options);
      response = static_cast<Answer*>(this);
    }
    detail::bind(Rule::wait.bindings, endpoint, &request, response, *Rule::wait.poll, &poll_request_);
  }

  /// Polls until it is there and returns it. Throws OperationFailed, OperationTimeout, and what a call throws.
  value_type result(const WaitOptions<value_type>& options = {}) const {
    value_type polled{};
    detail::PollOptions poll{options.timeout, options.stop, {}};
    if (options.on_progress) poll.on_progress = [&] { options.on_progress(polled); };
    detail::wait(*engine_, Rule::wait, &poll_request_, &polled, poll);
    return polled;
  }

 private:
  std::shared_ptr<Engine> engine_;
  PollRequest poll_request_;
};

/// A long-running operation (AIP-151).
template <class Response, class Rule>
class Operation : public Response {
  using PollRequest = typename Rule::poll_type::request_type;

 public:
  using result_type = typename Rule::result_type;
  using metadata_type = typename Rule::metadata_type;

  template <class Request>
  Operation(Engine& engine, const EndpointTable& endpoint, const Request& request, const CallOptions& options)
      : engine_(detail::share(engine)), poll_request_{} {
    detail::call(engine, endpoint, &request, static_cast<Response*>(this), options);
    detail::bind(Rule::long_running.bindings, endpoint, &request, static_cast<Response*>(this),
                 *Rule::long_running.poll, &poll_request_);
  }

  /// Polls until it is done and returns its result. Throws OperationFailed, OperationTimeout, and what a call throws.
  result_type result(const WaitOptions<Response>& options = {}) {
    detail::PollOptions poll{options.timeout, options.stop, {}};
    if (options.on_progress) poll.on_progress = [&] { options.on_progress(*this); };
    detail::wait(*engine_, Rule::long_running, &poll_request_, static_cast<Response*>(this), poll);
    if constexpr (!std::is_void_v<result_type>) return part<result_type>("response").value_or(result_type{});
  }

  /// Metadata of the state last seen; none when there was none.
  auto metadata() const requires(!std::is_void_v<metadata_type>) { return part<metadata_type>("metadata"); }

 private:
  template <class T>
  std::optional<T> part(std::string_view field) const {
    const auto json = detail::operation_part(Rule::long_running, static_cast<const Response*>(this), field);
    if (json.empty()) return std::nullopt;
    return from_json<T>(json);
  }

  std::shared_ptr<Engine> engine_;
  PollRequest poll_request_;
};

}  // namespace databricks
