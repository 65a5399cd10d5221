// Where a connection goes: the parts of `https://host:port`.
#pragma once

#include <string>
#include <string_view>

namespace databricks {

struct Origin {
  std::string text{};  // as given, for error texts
  bool tls = false;
  std::string host{};         // without brackets
  std::string port{};         // digits
  std::string host_header{};  // host, and the port unless it is the scheme's own
  bool host_is_address = false;
};

/// Throws InvalidArgument when it is no http or https origin. The text is not echoed: it may hold credentials.
Origin parse_origin(std::string_view text);

/// `host:port`, always with the port.
std::string authority(const Origin& origin);

}  // namespace databricks
