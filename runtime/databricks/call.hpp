// One call: its options and its outcome, as an exception or as a value.
#pragma once

#include <databricks/function.hpp>
#include <databricks/http.hpp>
#include <databricks/retry.hpp>
#include <databricks/service_error.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stop_token>
#include <utility>

namespace databricks {

/// How far a call's body has come. Both directions count bytes before compression.
struct Progress {
  std::uint64_t sent = 0;
  std::optional<std::uint64_t> to_send{};  // unset: unknown
  std::uint64_t received = 0;
  std::optional<std::uint64_t> to_receive{};  // unset: unknown, or the answer has not begun
};

/// Options of one call; what is unset comes from the client's configuration.
struct CallOptions {
  std::optional<Sink> to{};                                         // where a binary answer goes; unset: into memory
  std::optional<std::chrono::milliseconds> timeout{};               // of the whole call, with retries and sign-in
  std::optional<std::chrono::steady_clock::time_point> deadline{};  // the same as a point in time; the earlier counts
  std::stop_token stop{};                                           // cancels the call: CallCancelled
  Headers headers{};                                                // sent in addition
  std::optional<RetryPolicy> retry{};
  std::string tag{};         // handed to observers
  std::string user_agent{};  // appended to the User-Agent: `sdk-feature/pagination`
  /// Called as bytes of the body come and go, on the thread of the call. What it throws ends the call.
  Function<void(const Progress&)> on_progress{};
  /// Fills the `idempotency_token` of operations that have one and whose caller left it unset, so that a retry can't
  /// start the same thing twice.
  bool fill_idempotency_token = false;
};

/// The outcome of a call that does not throw; the names are those of std::expected.
template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(std::exception_ptr error, const Error& reference) : error_(std::move(error)), reference_(&reference) {}

  bool has_value() const { return error_ == nullptr; }
  explicit operator bool() const { return has_value(); }
  /// Throws the error if there is one.
  const T& value() const {
    if (error_) std::rethrow_exception(error_);
    return *value_;
  }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }
  /// Only when there is no value.
  const Error& error() const { return *reference_; }

 private:
  std::optional<T> value_;
  std::exception_ptr error_;
  const Error* reference_ = nullptr;
};

/// Runs a function that throws databricks::Error and returns the outcome as a value; other exceptions pass.
template <class F>
auto as_result(F&& function) -> Result<decltype(function())> {
  try {
    return std::forward<F>(function)();
  } catch (const Error& error) {
    return {std::current_exception(), error};
  }
}

}  // namespace databricks
