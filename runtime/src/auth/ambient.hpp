// Methods that happen to be there, such as a tool on this machine: they must prove themselves in the chain.
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// An ambient method does not work here. Where nobody asked for it, that is a reason to skip it.
class NotUsable : public AuthError {
 public:
  using AuthError::AuthError;
  ~NotUsable() override;
};

/// The credentials that `prove` makes and has tried out. Its NotUsable is a skip, unless auth_type names the method
/// or the call was cancelled; what else it throws passes.
Attempted ambient(const AuthContext& context, std::string_view auth_type, const std::stop_token& stop,
                  const Function<std::shared_ptr<Credentials>()>& prove);

}  // namespace databricks::detail
