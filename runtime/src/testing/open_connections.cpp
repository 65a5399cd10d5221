#include "testing/open_connections.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <string>

namespace databricks::testing::detail {

namespace {

bool is_local_port(int socket, std::uint16_t port) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (getsockname(socket, address, &size) != 0 || address->sa_family != AF_INET) return false;
  return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port) == port;
}

}  // namespace

// cpp-httplib does not tell which sockets it accepted, so they are found among the open files of the process.
void end_connections(std::uint16_t port) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", none)) {
    const auto name = entry.path().filename().string();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    // Only sockets are duplicated: closing the duplicate of a file would drop the process's locks on it.
    if (!is_local_port(descriptor, port)) continue;
    // The duplicate can't be closed and given to another socket by the connection's thread in between.
    const int socket = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (socket < 0) continue;
    if (is_local_port(socket, port)) shutdown(socket, SHUT_RDWR);
    close(socket);
  }
}

}  // namespace databricks::testing::detail
