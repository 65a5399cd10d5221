// Constructors and anchors of the error types.
#include <databricks/error.hpp>

#include <utility>

namespace databricks {

Error::~Error() = default;
InvalidArgument::~InvalidArgument() = default;
ConfigError::~ConfigError() = default;

JsonError::JsonError(std::string path, const std::string& reason)
    : Error(path + ": " + reason), path_(std::move(path)) {}
JsonError::~JsonError() = default;

TransportError::TransportError(TransportPhase phase, bool timed_out, const std::string& message)
    : Error(message), phase_(phase), timed_out_(timed_out) {}
TransportError::~TransportError() = default;

DatabricksError::DatabricksError(int status_code, std::string error_code, const std::string& message)
    : Error(message), status_code_(status_code), error_code_(std::move(error_code)) {}
DatabricksError::~DatabricksError() = default;

OperationFailed::OperationFailed(std::string state, const std::string& message)
    : Error(message), state_(std::move(state)) {}
OperationFailed::~OperationFailed() = default;

OperationTimeout::OperationTimeout(std::string state, const std::string& message)
    : Error(message), state_(std::move(state)) {}
OperationTimeout::~OperationTimeout() = default;

}  // namespace databricks
