// A way through a proxy to an https origin.
#pragma once

#include "http/channel.hpp"
#include "http/proxy.hpp"

namespace databricks {

/// Asks the proxy at the other end of the channel to connect to the origin (RFC 9110 9.3.6): from then on the bytes go
/// there and come from there. Throws TransportError.
void open_tunnel(Channel& channel, const Proxy& proxy, const Origin& origin, Watch& watch);

}  // namespace databricks
