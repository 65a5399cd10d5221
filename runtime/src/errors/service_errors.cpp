// Constructors and anchors of the errors that the service sends.
#include <databricks/error_details.hpp>
#include <databricks/service_error.hpp>

namespace databricks {

DatabricksError::DatabricksError(ServiceError error)
    : CallError(error.message + error.advice), error_(std::make_shared<const ServiceError>(std::move(error))) {}
DatabricksError::DatabricksError(int status_code, std::string error_code, std::string message)
    : DatabricksError(ServiceError{
          .status_code = status_code, .error_code = std::move(error_code), .message = std::move(message)}) {}
DatabricksError::~DatabricksError() = default;

const ErrorDetails& DatabricksError::details() const {
  static const ErrorDetails none;
  return error_->details ? *error_->details : none;
}

BadRequest::~BadRequest() = default;
InvalidParameterValue::~InvalidParameterValue() = default;
InvalidState::~InvalidState() = default;
Unauthenticated::~Unauthenticated() = default;
PermissionDenied::~PermissionDenied() = default;
PrivateLinkValidationError::~PrivateLinkValidationError() = default;
NotFound::~NotFound() = default;
ResourceDoesNotExist::~ResourceDoesNotExist() = default;
ResourceConflict::~ResourceConflict() = default;
Aborted::~Aborted() = default;
AlreadyExists::~AlreadyExists() = default;
ResourceAlreadyExists::~ResourceAlreadyExists() = default;
TooManyRequests::~TooManyRequests() = default;
ResourceExhausted::~ResourceExhausted() = default;
RequestLimitExceeded::~RequestLimitExceeded() = default;
Cancelled::~Cancelled() = default;
InternalError::~InternalError() = default;
Unknown::~Unknown() = default;
DataLoss::~DataLoss() = default;
NotImplemented::~NotImplemented() = default;
TemporarilyUnavailable::~TemporarilyUnavailable() = default;
DeadlineExceeded::~DeadlineExceeded() = default;

}  // namespace databricks
