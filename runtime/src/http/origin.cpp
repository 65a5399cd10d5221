#include "http/origin.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <databricks/error.hpp>

namespace databricks {

namespace {

struct Scheme {
  std::string_view prefix;
  bool tls;
  std::string_view port;
};

constexpr Scheme kSchemes[] = {{"https://", true, "443"}, {"http://", false, "80"}};

bool is_address(const std::string& host) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), address) == 1 || inet_pton(AF_INET6, host.c_str(), address) == 1;
}

bool is_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 && value <= 65535;
}

// Takes the host off the front of `host:port`; an IPv6 address stands in brackets.
std::string_view take_host(std::string_view& rest) {
  const bool bracketed = rest.starts_with('[');
  const auto end = bracketed ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (end == std::string_view::npos) return {};
  const auto host = bracketed ? rest.substr(1, end - 1) : rest.substr(0, end);
  rest.remove_prefix(bracketed ? end + 1 : end);
  return host;
}

std::string bracketed(const std::string& host) { return host.find(':') == std::string::npos ? host : '[' + host + ']'; }

}  // namespace

Origin parse_origin(std::string_view text) {
  for (const auto& scheme : kSchemes) {
    if (!text.starts_with(scheme.prefix)) continue;
    auto rest = text.substr(scheme.prefix.size());
    Origin origin{.text = std::string(text), .tls = scheme.tls};
    if (rest.find_first_of("@/?# \t\r\n") != std::string_view::npos) break;
    origin.host = take_host(rest);
    if (origin.host.empty()) break;
    origin.port = scheme.port;
    if (!rest.empty()) {
      if (rest.front() != ':' || !is_port(rest.substr(1))) break;
      origin.port = rest.substr(1);
    }
    origin.host_is_address = is_address(origin.host);
    origin.host_header = bracketed(origin.host);
    if (origin.port != scheme.port) origin.host_header += ':' + origin.port;
    return origin;
  }
  throw InvalidArgument("the origin of a request must look like https://host or https://host:port");
}

std::string authority(const Origin& origin) { return bracketed(origin.host) + ':' + origin.port; }

}  // namespace databricks
