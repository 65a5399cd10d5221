// A sign-in at this machine: the browser goes out, and comes back to a port.
#pragma once

#include "auth/callback_server.hpp"
#include "auth/context.hpp"

namespace databricks::detail {

/// Opens the browser, prints the address to stderr for those who have none, and waits for the answer to `state` as long
/// as the configuration says. Throws AuthError when it doesn't come or is none.
CallbackParameters ask_browser(const AuthContext& context, CallbackServer& server, const std::string& url,
                               const std::string& state, const std::stop_token& stop);

}  // namespace databricks::detail
