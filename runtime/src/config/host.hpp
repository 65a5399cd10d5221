// The normal form of a host: `https://name` or `https://name:port`, in lower case.
#pragma once

#include <string>
#include <string_view>

namespace databricks {

struct Host {
  std::string url{};
  std::string workspace_id{};  // from a URL copied from the browser: `?o=123` or `?w=name`
  std::string account_id{};    // `?account_id=...` or `?a=...`
  bool had_path = false;       // a path was dropped
};

/// Throws ConfigError when it is no host. User names and passwords in it are refused and not shown.
Host parse_host(std::string_view text);

/// `a.b` of `https://a.b:443/x`, `[::1]` of an IPv6 address.
std::string_view bare_name(std::string_view url);

}  // namespace databricks
