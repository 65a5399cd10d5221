// The error types but those of the service (service_error.hpp). Everything the SDK throws on purpose derives from
// databricks::Error.
#pragma once

#include <databricks/export.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace databricks {

/// Base of all errors of the SDK. what() never holds a secret.
class DATABRICKS_API Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
  ~Error() override;
};

/// An argument refused before anything was sent.
class DATABRICKS_API InvalidArgument : public Error {
 public:
  using Error::Error;
  ~InvalidArgument() override;
};

/// The configuration is incomplete or contradicts itself.
class DATABRICKS_API ConfigError : public Error {
 public:
  using Error::Error;
  ~ConfigError() override;
};

/// Text that is not the JSON it should be. path() is where: `$.settings.tasks[3].timeout_seconds`.
class DATABRICKS_API JsonError : public Error {
 public:
  JsonError(std::string path, const std::string& reason);
  ~JsonError() override;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// What the engine knows about a call that failed.
struct CallSummary {
  std::string operation{};     // `GET /api/2.1/jobs/get`: method and path as declared
  std::string operation_id{};  // of this one call: the trace id that was sent in `traceparent`, 32 hex digits
  int attempts = 0;
  std::chrono::milliseconds elapsed{0};  // over all attempts and pauses
};

/// A call that did not bring its answer.
class DATABRICKS_API CallError : public Error {
 public:
  using Error::Error;
  ~CallError() override;
  const CallSummary& call() const { return call_; }
  /// For the engine and for transports that know more.
  void set_call(CallSummary call) { call_ = std::move(call); }

 private:
  CallSummary call_{};
};

/// A second base of the error of a call that was tried again until nothing was left to try: attempts, or time.
/// `catch (const RetryExhausted& e)` gets any such error, and e.error() is the error of the last attempt.
class DATABRICKS_API RetryExhausted {
 public:
  virtual ~RetryExhausted();
  virtual const CallError& error() const = 0;
};

/// Which part of an exchange failed.
enum class TransportPhase { queue, resolve, connect, proxy, tls, send, wait, receive };

/// What a failure means for the next attempt.
enum class TransportFault {
  unreachable,  // nothing of the request was sent
  interrupted,  // it was sent, or a part of it; whether the service acted on it is unknown
  incomplete,   // the answer began and did not end
  permanent,    // another attempt would fail alike: an untrusted certificate, an answer that is no HTTP
};

/// No complete answer was received.
class DATABRICKS_API TransportError : public CallError {
 public:
  TransportError(TransportFault fault, TransportPhase phase, const std::string& message);
  ~TransportError() override;
  TransportFault fault() const { return fault_; }
  TransportPhase phase() const { return phase_; }
  /// Whether the service may have acted on the request.
  bool outcome_unknown() const { return fault_ == TransportFault::interrupted; }
  /// How much of a 2xx answer's body was received, and given to the sink if there was one.
  std::uint64_t bytes_received() const { return bytes_received_; }
  void set_bytes_received(std::uint64_t bytes) { bytes_received_ = bytes; }

 private:
  TransportFault fault_;
  TransportPhase phase_;
  std::uint64_t bytes_received_ = 0;
};

/// A time limit has passed: of connecting, of inactivity, or of the whole call.
class DATABRICKS_API TransportTimeout : public TransportError {
 public:
  using TransportError::TransportError;
  ~TransportTimeout() override;
};

/// The caller's stop token asked for the end of the call.
class DATABRICKS_API CallCancelled : public TransportError {
 public:
  using TransportError::TransportError;
  ~CallCancelled() override;
  /// The error of the attempt before, if there was one.
  const std::exception_ptr& last_error() const { return last_error_; }
  void set_last_error(std::exception_ptr error) { last_error_ = std::move(error); }

 private:
  std::exception_ptr last_error_{};
};

/// The configured `rate_limit` would have held the call back beyond its time limit. Nothing was sent.
class DATABRICKS_API RateLimited : public CallError {
 public:
  using CallError::CallError;
  ~RateLimited() override;
};

/// The service answered with success, and with a body that is not what it should be.
class DATABRICKS_API UnexpectedResponse : public CallError {
 public:
  UnexpectedResponse(int status_code, std::string excerpt, const std::string& message);
  ~UnexpectedResponse() override;
  int status_code() const { return status_code_; }
  /// The first KiB of the body, without secrets.
  const std::string& excerpt() const { return excerpt_; }

 private:
  int status_code_;
  std::string excerpt_;
};

/// HTML came where JSON was due: a login page or a proxy's page. Most often the host is wrong.
class DATABRICKS_API HtmlResponse : public UnexpectedResponse {
 public:
  using UnexpectedResponse::UnexpectedResponse;
  ~HtmlResponse() override;
};

struct Type;  // <databricks/type.hpp>
template <class T>
const Type& type_of();

/// What was known of something that was waited for when the wait ended.
struct LastSeen {
  std::string target{};   // `RUNNING`, `TERMINATED or SKIPPED`; empty for long-running operations
  std::string state{};    // as on the wire; empty: none was seen. Of a failed long-running operation: the error code
  std::string message{};  // what the service says about it, without secrets
  std::shared_ptr<const void> object{};  // the last answer; null: there was none
  const Type* type = nullptr;            // of the answer
};

/// A wait that did not bring what was waited for. It is thrown itself when nothing can be polled, because the answer
/// of the call that started something names nothing; that answer then is last().
class DATABRICKS_API WaitError : public Error {
 public:
  WaitError(const std::string& message, LastSeen last);
  ~WaitError() override;
  /// The states that were waited for: `RUNNING`, `TERMINATED or SKIPPED`; empty for long-running operations.
  const std::string& target() const { return last_.target; }
  /// The last one seen; empty: none. Of a failed long-running operation the error code.
  const std::string& state() const { return last_.state; }
  /// What the service said about the state, without secrets.
  const std::string& message() const { return last_.message; }
  /// The last answer: `error.last<jobs::Run>()` has the states of all tasks. Null when there was none, or when it is
  /// no T. Valid as long as the error or a copy of it.
  template <class T>
  const T* last() const {
    return last_.type == &type_of<T>() ? static_cast<const T*>(last_.object.get()) : nullptr;
  }
  /// The same as JSON, with secrets masked; empty when there was none.
  std::string last_json() const;

 private:
  LastSeen last_;
};

/// Something that was waited for ended in a failure state: `failed to reach RUNNING, got ERROR: why`, or
/// `operation failed: [CODE] why`.
class DATABRICKS_API OperationFailed : public WaitError {
 public:
  using WaitError::WaitError;
  ~OperationFailed() override;
};

/// Something that was waited for did not end in time; it goes on: `timed out after 0:20:00: Starting Spark`.
class DATABRICKS_API OperationTimeout : public WaitError {
 public:
  using WaitError::WaitError;
  ~OperationTimeout() override;
};

}  // namespace databricks
