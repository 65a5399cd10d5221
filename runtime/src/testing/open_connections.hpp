// Ends connections, so that stopping a server need not wait until its peers hang up.
#pragma once

#include <cstdint>

namespace databricks::testing::detail {

/// Nothing more is read from or written to this process's sockets whose own address is 127.0.0.1:port; what was written
/// is still sent.
void end_connections(std::uint16_t port);

}  // namespace databricks::testing::detail
