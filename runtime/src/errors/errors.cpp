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

CallError::~CallError() = default;
RetryExhausted::~RetryExhausted() = default;

TransportError::TransportError(TransportFault fault, TransportPhase phase, const std::string& message)
    : CallError(message), fault_(fault), phase_(phase) {}
TransportError::~TransportError() = default;
TransportTimeout::~TransportTimeout() = default;
CallCancelled::~CallCancelled() = default;
RateLimited::~RateLimited() = default;

UnexpectedResponse::UnexpectedResponse(int status_code, std::string excerpt, const std::string& message)
    : CallError(message), status_code_(status_code), excerpt_(std::move(excerpt)) {}
UnexpectedResponse::~UnexpectedResponse() = default;
HtmlResponse::~HtmlResponse() = default;

OperationFailed::OperationFailed(std::string state, const std::string& message)
    : Error(message), state_(std::move(state)) {}
OperationFailed::~OperationFailed() = default;

OperationTimeout::OperationTimeout(std::string state, const std::string& message)
    : Error(message), state_(std::move(state)) {}
OperationTimeout::~OperationTimeout() = default;

}  // namespace databricks
