#include "config/proxy.hpp"

#include "config/profile.hpp"

namespace databricks {

namespace {

constexpr const char* kLoopback = "localhost,127.0.0.0/8,::1";

std::string either(const Config& config, const char* lower, const char* upper) {
  auto value = environment_value(config, lower);
  return value.empty() ? environment_value(config, upper) : value;
}

}  // namespace

ProxyOptions proxy_from_environment(const Config& config) {
  ProxyOptions proxy;
  proxy.https = either(config, "https_proxy", "HTTPS_PROXY");
  // In a CGI program HTTP_PROXY is a header `Proxy` that anybody can send.
  const bool is_cgi = !environment_value(config, "REQUEST_METHOD").empty();
  proxy.http = is_cgi ? environment_value(config, "http_proxy") : either(config, "http_proxy", "HTTP_PROXY");
  proxy.no_proxy = either(config, "no_proxy", "NO_PROXY");
  if (!proxy.no_proxy.empty()) proxy.no_proxy += ',';
  proxy.no_proxy += kLoopback;
  return proxy;
}

}  // namespace databricks
