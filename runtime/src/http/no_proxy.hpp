// Hosts that are called directly although there is a proxy: the list of NO_PROXY.
#pragma once

#include "http/origin.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace databricks {

/// Entries are separated by commas: `*`, `example.com` (subdomains too), `.example.com` or `*.example.com` (subdomains
/// only), an address, a network such as `10.0.0.0/8`; all but networks with a port if wanted. What is none of these
/// matches nothing.
class NoProxy {
 public:
  explicit NoProxy(std::string_view list);
  bool matches(const Origin& origin) const;

 private:
  // An IPv4 address in its IPv6 form, so that there is one kind to compare.
  using Bits = std::array<unsigned char, 16>;
  struct Network {
    Bits address{};
    unsigned prefix = 0;
    std::string port{};  // empty: any
  };
  struct Domain {
    std::string suffix{};  // with its dot
    bool itself = false;   // whether the name without the dot matches too
    std::string port{};
  };

  static bool parse_address(const std::string& text, Bits& bits);
  static bool contains(const Network& network, const Bits& address);
  void add(std::string_view entry);
  bool add_network(std::string_view entry);

  bool all_ = false;
  std::vector<Network> networks_{};
  std::vector<Domain> domains_{};
};

}  // namespace databricks
