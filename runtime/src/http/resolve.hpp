// Host names to addresses.
#pragma once

#include "http/origin.hpp"
#include "http/watch.hpp"

#include <sys/socket.h>

#include <string>
#include <vector>

namespace databricks {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  int family() const { return storage.ss_family; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// The addresses of a host in the order in which they are to be tried: the system's, but with the families taking
/// turns (RFC 8305 4). Throws TransportError.
std::vector<Address> resolve_host(const Origin& origin, Watch::Clock::time_point until, Watch& watch);

namespace detail {

struct LookUp {
  std::vector<Address> addresses{};
  std::string problem{};  // empty: none
};

using Resolver = LookUp (*)(const std::string& host, const std::string& port);

/// For tests: puts another look-up in place of the system's and returns the one before.
Resolver set_resolver(Resolver resolver);

}  // namespace detail

}  // namespace databricks
