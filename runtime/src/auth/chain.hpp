// The order in which methods are tried (decision D1 of the reference).
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// A method's place in the chain.
struct ChainEntry {
  std::string_view auth_type;
  Method create;
};
std::span<const ChainEntry> chain();

/// Those of the configuration, else the credentials of the first method that fits, or of the one that `auth_type`
/// names. Throws AuthError with one reason per method when none fits.
std::shared_ptr<Credentials> choose_credentials(const AuthContextPtr& context, const std::stop_token& stop);

}  // namespace databricks::detail
