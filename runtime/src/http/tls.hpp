// A channel inside TLS 1.2 or later.
#pragma once

#include "http/channel.hpp"
#include "http/tls_context.hpp"

namespace databricks {

/// Shakes hands through the channel and checks certificate and host name. The channel may itself be one inside TLS.
/// Throws TransportError.
std::unique_ptr<Channel> open_tls(std::unique_ptr<Channel> inner, TlsContext& context, const Origin& origin,
                                  Watch& watch);

}  // namespace databricks
