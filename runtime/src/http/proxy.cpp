#include "http/proxy.hpp"

#include "request/percent.hpp"
#include "text/ascii.hpp"

#include <openssl/evp.h>

#include <databricks/error.hpp>

namespace databricks {

namespace {

std::string base64(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with NUL
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes, static_cast<int>(text.size()));
  encoded.pop_back();
  return encoded;
}

// `host:port` is a common way to write `http://host:port`.
std::string_view take_scheme(std::string_view& url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_text(url.substr(0, scheme.size()), scheme)) continue;
    url.remove_prefix(scheme.size());
    return scheme;
  }
  return "http://";
}

std::string basic_credentials(std::string_view user_info) {
  const auto colon = std::min(user_info.find(':'), user_info.size());
  const auto user = detail::percent_decoded(user_info.substr(0, colon));
  const auto password = detail::percent_decoded(user_info.substr(std::min(colon + 1, user_info.size())));
  return "Basic " + base64(user + ':' + password);
}

Proxy parse_proxy(std::string_view url) {
  Proxy proxy;
  const std::string scheme(take_scheme(url));
  if (url.ends_with('/')) url.remove_suffix(1);
  const auto at = url.rfind('@');
  if (at != std::string_view::npos) {
    const auto user_info = url.substr(0, at);
    if (user_info.find_first_of("/?# \t\r\n") != std::string_view::npos) throw InvalidArgument("user info");
    proxy.headers.set("Proxy-Authorization", basic_credentials(user_info));
    url.remove_prefix(at + 1);
  }
  proxy.origin = parse_origin(scheme + std::string(url));
  return proxy;
}

std::optional<Proxy> parse_option(const std::string& url, const char* what) {
  if (url.empty()) return std::nullopt;
  try {
    return parse_proxy(url);
  } catch (const InvalidArgument&) {
    throw InvalidArgument(std::string("the proxy for ") + what +
                          " must look like http://user:password@host:port, with or without the credentials, or https");
  }
}

}  // namespace

Proxies::Proxies(const ProxyOptions& options)
    : https_(parse_option(options.https, "https")),
      http_(parse_option(options.http, "http")),
      direct_(options.no_proxy) {}

const Proxy* Proxies::find(const Origin& origin) const {
  const auto& proxy = origin.tls ? https_ : http_;
  return proxy && !direct_.matches(origin) ? &*proxy : nullptr;
}

void refuse_credentials(const Proxy& proxy, Watch& watch) {
  watch.enter(TransportPhase::proxy);
  const auto name = "the proxy " + proxy.origin.host_header;
  watch.refuse(proxy.has_credentials() ? name + " refused the credentials it was given (status 407)"
                                       : name + " wants credentials (status 407)");
}

}  // namespace databricks
