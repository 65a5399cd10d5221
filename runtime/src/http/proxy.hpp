// Which proxy a call goes through.
#pragma once

#include "http/no_proxy.hpp"
#include "http/watch.hpp"

#include <databricks/http.hpp>
#include <optional>

namespace databricks {

struct Proxy {
  Origin origin{};    // without the credentials
  Headers headers{};  // Proxy-Authorization, when there are credentials

  bool has_credentials() const { return headers.size() > 0; }
};

class Proxies {
 public:
  /// Throws InvalidArgument for a URL that is none; the text doesn't echo it.
  explicit Proxies(const ProxyOptions& options);
  /// Null: none, the origin is called directly.
  const Proxy* find(const Origin& origin) const;

 private:
  std::optional<Proxy> https_;
  std::optional<Proxy> http_;
  NoProxy direct_;
};

/// The error of a proxy's status 407: no other attempt would do better.
[[noreturn]] void refuse_credentials(const Proxy& proxy, Watch& watch);

}  // namespace databricks
