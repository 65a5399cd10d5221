// What the service says when it refuses: one class per documented error, in the hierarchy of the other SDKs.
// The class follows from the error code if it is a known one, else from the status.
#pragma once

#include <databricks/error.hpp>

#include <memory>
#include <optional>

namespace databricks {

struct ErrorDetails;  // <databricks/error_details.hpp>

/// What an error answer says.
struct ServiceError {
  int status_code = 0;
  std::string error_code{};  // `RESOURCE_DOES_NOT_EXIST`; may be empty
  std::string message{};     // UTF-8 without control characters but line breaks and tabs; never empty from a service
  std::string request_id{};  // from the details, else `x-request-id` or `x-databricks-request-id`; may be empty
  std::optional<std::chrono::milliseconds> retry_after{};  // when the service says that it is worth trying again
  std::shared_ptr<const ErrorDetails> details{};           // null: none
  std::string advice{};      // for 401 and 403: the configuration in use, without secrets; follows the message
  std::string round_trip{};  // for a body that could not be understood: request and answer, without secrets
};

/// The service answered with an error (status >= 400). what() is the message and the advice.
class DATABRICKS_API DatabricksError : public CallError {
 public:
  explicit DatabricksError(ServiceError error);
  DatabricksError(int status_code, std::string error_code, std::string message);
  ~DatabricksError() override;
  int status_code() const { return error_->status_code; }
  const std::string& error_code() const { return error_->error_code; }
  const std::string& message() const { return error_->message; }
  const std::string& request_id() const { return error_->request_id; }
  std::optional<std::chrono::milliseconds> retry_after() const { return error_->retry_after; }
  /// Typed details (google.rpc); empty ones when there are none.
  const ErrorDetails& details() const;
  /// Empty unless the body of the answer could not be understood.
  const std::string& round_trip() const { return error_->round_trip; }

 private:
  std::shared_ptr<const ServiceError> error_;
};

/// 400
class DATABRICKS_API BadRequest : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~BadRequest() override;
};
/// INVALID_PARAMETER_VALUE
class DATABRICKS_API InvalidParameterValue : public BadRequest {
 public:
  using BadRequest::BadRequest;
  ~InvalidParameterValue() override;
};
/// INVALID_STATE
class DATABRICKS_API InvalidState : public BadRequest {
 public:
  using BadRequest::BadRequest;
  ~InvalidState() override;
};
/// 401
class DATABRICKS_API Unauthenticated : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~Unauthenticated() override;
};
/// 403
class DATABRICKS_API PermissionDenied : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~PermissionDenied() override;
};
/// the workspace is closed to this network
class DATABRICKS_API PrivateLinkValidationError : public PermissionDenied {
 public:
  using PermissionDenied::PermissionDenied;
  ~PrivateLinkValidationError() override;
};
/// 404
class DATABRICKS_API NotFound : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~NotFound() override;
};
/// RESOURCE_DOES_NOT_EXIST
class DATABRICKS_API ResourceDoesNotExist : public NotFound {
 public:
  using NotFound::NotFound;
  ~ResourceDoesNotExist() override;
};
/// 409
class DATABRICKS_API ResourceConflict : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~ResourceConflict() override;
};
/// ABORTED
class DATABRICKS_API Aborted : public ResourceConflict {
 public:
  using ResourceConflict::ResourceConflict;
  ~Aborted() override;
};
/// ALREADY_EXISTS
class DATABRICKS_API AlreadyExists : public ResourceConflict {
 public:
  using ResourceConflict::ResourceConflict;
  ~AlreadyExists() override;
};
/// RESOURCE_ALREADY_EXISTS
class DATABRICKS_API ResourceAlreadyExists : public ResourceConflict {
 public:
  using ResourceConflict::ResourceConflict;
  ~ResourceAlreadyExists() override;
};
/// 429
class DATABRICKS_API TooManyRequests : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~TooManyRequests() override;
};
/// RESOURCE_EXHAUSTED
class DATABRICKS_API ResourceExhausted : public TooManyRequests {
 public:
  using TooManyRequests::TooManyRequests;
  ~ResourceExhausted() override;
};
/// REQUEST_LIMIT_EXCEEDED
class DATABRICKS_API RequestLimitExceeded : public TooManyRequests {
 public:
  using TooManyRequests::TooManyRequests;
  ~RequestLimitExceeded() override;
};
/// 499
class DATABRICKS_API Cancelled : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~Cancelled() override;
};
/// 500
class DATABRICKS_API InternalError : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~InternalError() override;
};
/// UNKNOWN
class DATABRICKS_API Unknown : public InternalError {
 public:
  using InternalError::InternalError;
  ~Unknown() override;
};
/// DATA_LOSS
class DATABRICKS_API DataLoss : public InternalError {
 public:
  using InternalError::InternalError;
  ~DataLoss() override;
};
/// 501
class DATABRICKS_API NotImplemented : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~NotImplemented() override;
};
/// 503
class DATABRICKS_API TemporarilyUnavailable : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~TemporarilyUnavailable() override;
};
/// 504
class DATABRICKS_API DeadlineExceeded : public DatabricksError {
 public:
  using DatabricksError::DatabricksError;
  ~DeadlineExceeded() override;
};

}  // namespace databricks
