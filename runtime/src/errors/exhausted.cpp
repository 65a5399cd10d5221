#include "errors/exhausted.hpp"

#include <databricks/service_error.hpp>

#include <typeinfo>

namespace databricks::detail {

namespace {

template <class E>
class Exhausted final : public E, public RetryExhausted {
 public:
  explicit Exhausted(const E& error) : E(error) {}
  const CallError& error() const override { return *this; }
};

template <class... E>
void throw_as_one_of(const CallError& error) {
  const auto try_one = [&]<class T>(const T*) {
    if (typeid(error) == typeid(T)) throw Exhausted<T>(static_cast<const T&>(error));
  };
  (try_one(static_cast<const E*>(nullptr)), ...);
}

}  // namespace

void throw_exhausted(const CallError& error) {
  throw_as_one_of<TransportError, TransportTimeout, DatabricksError, BadRequest, InvalidParameterValue, InvalidState,
                  Unauthenticated, PermissionDenied, NotFound, ResourceDoesNotExist, ResourceConflict, Aborted,
                  AlreadyExists, ResourceAlreadyExists, TooManyRequests, ResourceExhausted, RequestLimitExceeded,
                  Cancelled, InternalError, Unknown, DataLoss, NotImplemented, TemporarilyUnavailable,
                  DeadlineExceeded>(error);
  throw;
}

}  // namespace databricks::detail
