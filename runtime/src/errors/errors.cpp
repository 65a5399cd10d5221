// Constructors and anchors of the error types.
#include <databricks/error.hpp>
#include <databricks/json.hpp>

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

WaitError::WaitError(const std::string& message, LastSeen last) : Error(message), last_(std::move(last)) {}
WaitError::~WaitError() = default;
std::string WaitError::last_json() const {
  std::string json;
  if (last_.object) write_json(*last_.type, last_.object.get(), json, {.mask_secrets = true});
  return json;
}
OperationFailed::~OperationFailed() = default;
OperationTimeout::~OperationTimeout() = default;

}  // namespace databricks
