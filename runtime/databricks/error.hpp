// The error types. Everything the SDK throws on purpose derives from databricks::Error.
#pragma once

#include <databricks/export.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

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

/// Which part of an exchange failed.
enum class TransportPhase { resolve, connect, tls, send, wait, receive, cancelled };

/// No complete answer was received.
class DATABRICKS_API TransportError : public Error {
 public:
  TransportError(TransportPhase phase, bool timed_out, const std::string& message);
  ~TransportError() override;
  TransportPhase phase() const { return phase_; }
  bool timed_out() const { return timed_out_; }

 private:
  TransportPhase phase_;
  bool timed_out_;
};

/// The service answered with an error (status >= 400).
class DATABRICKS_API DatabricksError : public Error {
 public:
  DatabricksError(int status_code, std::string error_code, const std::string& message);
  ~DatabricksError() override;
  int status_code() const { return status_code_; }
  /// `RESOURCE_DOES_NOT_EXIST`; may be empty.
  const std::string& error_code() const { return error_code_; }

 private:
  int status_code_;
  std::string error_code_;
};

/// Something that was waited for ended in a failure state. what() is `failed to reach RUNNING, got ERROR: why`.
class DATABRICKS_API OperationFailed : public Error {
 public:
  OperationFailed(std::string state, const std::string& message);
  ~OperationFailed() override;
  const std::string& state() const { return state_; }

 private:
  std::string state_;
};

/// Something that was waited for did not end in time. state() is the last one seen.
class DATABRICKS_API OperationTimeout : public Error {
 public:
  OperationTimeout(std::string state, const std::string& message);
  ~OperationTimeout() override;
  const std::string& state() const { return state_; }

 private:
  std::string state_;
};

}  // namespace databricks
