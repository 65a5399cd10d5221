// Credentials found on the machine, as against those that somebody configured (decision D3 of the reference).
#pragma once

#include "auth/context.hpp"

namespace databricks::detail {

/// What a method makes of a token source that it found: it has to bring a token first, since what it comes from may be
/// meant for something else. A failure is a reason to go on, and an error when `auth_type` names the method.
Attempted proven(std::string_view auth_type, const AuthContext& context, std::unique_ptr<TokenSource> source,
                 const std::stop_token& stop);

}  // namespace databricks::detail
