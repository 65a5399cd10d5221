#include "request/target.hpp"

#include "http/origin.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

void check_characters(std::string_view text) {
  const auto good = [](char c) { return c > ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), good)) {
    throw InvalidArgument(
        "the target of a call has a blank, a control character or a character beyond ASCII: percent-encode it");
  }
  if (text.find('#') != text.npos) throw InvalidArgument("the target of a call must not have a fragment (`#`)");
}

// Path and query; a path may come without its first slash.
std::string absolute_path(std::string_view text) { return (text.starts_with('/') ? "" : "/") + std::string(text); }

bool is_same_origin(const Origin& a, const Origin& b) {
  return a.tls == b.tls && a.port == b.port && same_text(a.host, b.host);
}

CallTarget parse_url(std::string_view scheme, std::string_view rest, const std::string& host) {
  const bool known = scheme == "https" || scheme == "http";
  if (!known || !rest.starts_with("//")) {
    throw InvalidArgument("the target of a call must be a path, or a URL that begins with https:// or http://");
  }
  rest.remove_prefix(2);
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.find('@') != authority.npos) {
    throw InvalidArgument("the target of a call must not hold a user name or password");
  }
  const auto origin = parse_origin(std::string(scheme) + "://" + ascii_lower(authority));
  return {.origin = origin.text,
          .target = absolute_path(rest.substr(authority.size())),
          .is_ours = !host.empty() && is_same_origin(origin, parse_origin(host))};
}

}  // namespace

CallTarget parse_target(std::string_view text, const std::string& host) {
  if (text.empty()) throw InvalidArgument("the target of a call is empty");
  check_characters(text);
  // A colon in the first segment makes a URL of it (RFC 3986 4.2).
  const auto end = text.find_first_of(":/?");
  if (end != text.npos && text[end] == ':') {
    return parse_url(ascii_lower(text.substr(0, end)), text.substr(end + 1), host);
  }
  if (text.starts_with("//")) {
    throw InvalidArgument("the target of a call begins with `//`: write a path or a whole URL");
  }
  return {.origin = host, .target = absolute_path(text)};
}

}  // namespace databricks::detail
