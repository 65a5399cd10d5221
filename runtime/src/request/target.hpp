// The target of an undeclared call: a path, or a URL that may lead elsewhere.
#pragma once

#include <string>
#include <string_view>

namespace databricks::detail {

struct CallTarget {
  std::string origin{};  // `https://host` or `https://host:port`
  std::string target{};  // path and query, as they were given
  bool is_ours = true;   // the host is the client's: same scheme, name and port
};

/// `host` is the client's, `https://host[:port]`. Throws InvalidArgument for what is neither a path nor an http(s) URL,
/// for user names, fragments and characters that must be percent-encoded; the text, which may hold secrets, is not
/// shown.
CallTarget parse_target(std::string_view text, const std::string& host);

}  // namespace databricks::detail
