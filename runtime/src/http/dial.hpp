// From a host to a TCP connection.
#pragma once

#include "http/socket.hpp"

namespace databricks {

/// Looks up the host and connects to the first of its addresses that answers, all within the connect timeout (RFC
/// 8305). Throws TransportError.
Socket dial(const Origin& origin, Watch& watch);

}  // namespace databricks
