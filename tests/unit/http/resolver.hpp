// Puts another name look-up in place of the system's.
#pragma once

#include "http/resolve.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

namespace test {

class ResolverOverride {
 public:
  explicit ResolverOverride(databricks::detail::Resolver resolver)
      : before_(databricks::detail::set_resolver(resolver)) {}
  ~ResolverOverride() { databricks::detail::set_resolver(before_); }
  ResolverOverride(const ResolverOverride&) = delete;
  ResolverOverride& operator=(const ResolverOverride&) = delete;

 private:
  databricks::detail::Resolver before_;
};

/// A port of 127.0.0.1.
inline databricks::Address loopback_address(int port) {
  sockaddr_in raw{};
  raw.sin_family = AF_INET;
  raw.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  raw.sin_port = htons(static_cast<std::uint16_t>(port));
  databricks::Address address;
  std::memcpy(&address.storage, &raw, sizeof raw);
  address.size = sizeof raw;
  return address;
}

}  // namespace test
