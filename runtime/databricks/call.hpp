// One call: its options and its outcome, as an exception or as a value.
#pragma once

#include <databricks/error.hpp>
#include <databricks/http.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stop_token>
#include <utility>

namespace databricks {

/// Options of one call; what is unset comes from the client's configuration.
struct CallOptions {
  std::optional<Sink> to{};                            // where a binary answer goes; unset: into memory
  std::optional<std::chrono::milliseconds> timeout{};  // of the whole call, retries included
  std::stop_token stop{};                              // cancels the call: TransportError, phase cancelled
  Headers headers{};                                   // sent in addition
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
