#include "http/no_proxy.hpp"

#include "text/ascii.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace databricks {

namespace {

constexpr unsigned kMappedPrefix = 96;  // bits before the IPv4 address in ::ffff:0:0/96

// Takes `:port` off the end of an entry. An IPv6 address without brackets has colons, and no port.
std::string take_port(std::string_view& entry) {
  const auto colon = entry.rfind(':');
  if (colon == std::string_view::npos) return {};
  if (entry.find(':') != colon && entry[colon - 1] != ']') return {};
  std::string port(entry.substr(colon + 1));
  entry = entry.substr(0, colon);
  return port;
}

std::string_view without_brackets(std::string_view host) {
  return host.size() > 1 && host.front() == '[' && host.back() == ']' ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

NoProxy::NoProxy(std::string_view list) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    add(trim(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

void NoProxy::add(std::string_view entry) {
  if (entry == "*") all_ = true;
  if (entry.empty() || add_network(entry)) return;
  auto port = take_port(entry);
  const auto host = ascii_lower(without_brackets(entry));
  Network single{{}, 128, port};
  if (parse_address(host, single.address)) {
    networks_.push_back(std::move(single));
    return;
  }
  std::string_view name = host;
  if (name.starts_with("*.")) name.remove_prefix(1);
  if (name.empty() || name == ".") return;
  const bool only_subdomains = name.front() == '.';
  domains_.push_back({(only_subdomains ? "" : ".") + std::string(name), !only_subdomains, std::move(port)});
}

bool NoProxy::add_network(std::string_view entry) {
  const auto slash = entry.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string address(entry.substr(0, slash));
  const auto digits = entry.substr(slash + 1);
  const bool four = address.find(':') == std::string::npos;
  Network network;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), network.prefix);
  if (error != std::errc() || end != digits.data() + digits.size() || network.prefix > (four ? 32u : 128u)) return true;
  if (!parse_address(address, network.address)) return true;
  if (four) network.prefix += kMappedPrefix;
  networks_.push_back(std::move(network));
  return true;
}

bool NoProxy::parse_address(const std::string& text, Bits& bits) {
  if (inet_pton(AF_INET6, text.c_str(), bits.data()) == 1) return true;
  bits = {};
  bits[10] = bits[11] = 0xff;
  return inet_pton(AF_INET, text.c_str(), bits.data() + kMappedPrefix / 8) == 1;
}

bool NoProxy::contains(const Network& network, const Bits& address) {
  const auto whole = network.prefix / 8;
  if (!std::equal(address.begin(), address.begin() + whole, network.address.begin())) return false;
  const auto rest = network.prefix % 8;
  return rest == 0 || (address[whole] ^ network.address[whole]) >> (8 - rest) == 0;
}

bool NoProxy::matches(const Origin& origin) const {
  if (all_) return true;
  const auto port_fits = [&](const auto& rule) { return rule.port.empty() || rule.port == origin.port; };
  Bits address;
  if (origin.host_is_address && parse_address(origin.host, address)) {
    return std::any_of(networks_.begin(), networks_.end(),
                       [&](const Network& network) { return port_fits(network) && contains(network, address); });
  }
  const auto host = ascii_lower(origin.host);
  return std::any_of(domains_.begin(), domains_.end(), [&](const Domain& domain) {
    const auto itself = std::string_view(domain.suffix).substr(1);
    return port_fits(domain) && (host.ends_with(domain.suffix) || (domain.itself && host == itself));
  });
}

}  // namespace databricks
