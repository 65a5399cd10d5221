// The metadata server of machines in Google's cloud, which knows the tokens of the machine's own account.
#pragma once

#include "auth/context.hpp"

#include <string>

namespace databricks::detail {

/// Whether this machine has one: by the environment, else by asking, else by what the machine says it is.
/// `product_file` is the kernel's file with the machine's product name.
bool has_google_metadata(const AuthContext& context, const std::stop_token& stop,
                         const std::string& product_file = "/sys/class/dmi/id/product_name");

/// `metadata.google.internal`, or what the environment says. Throws AuthError when that is no host.
std::string google_metadata_host(const AuthContext& context);

/// An access token for the whole of Google's cloud. Throws AuthError.
OAuthToken google_metadata_token(const AuthContext& context, const std::stop_token& stop);

}  // namespace databricks::detail
