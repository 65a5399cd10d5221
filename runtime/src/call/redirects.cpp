#include "call/redirects.hpp"

#include "http/origin.hpp"
#include "text/ascii.hpp"

#include <databricks/error.hpp>

#include <algorithm>
#include <optional>

namespace databricks::detail {

namespace {

constexpr int kRedirects[] = {301, 302, 303, 307, 308};
// Host too: the transport knows the right one.
constexpr std::string_view kForOneOrigin[] = {"Authorization", "Cookie", "Proxy-Authorization", "Host"};
constexpr std::string_view kPrefixForOneOrigin = "X-Databricks-";
constexpr std::string_view kOfBody[] = {"Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding"};

// Locations are not quoted: their queries may hold secrets.
[[noreturn]] void refuse(const HttpRequest& request, std::string_view why) {
  throw TransportError(TransportFault::permanent, TransportPhase::receive,
                       request.origin + ": the answer redirects " + std::string(why));
}

bool is_for_one_origin(std::string_view name) {
  return same_text(name.substr(0, kPrefixForOneOrigin.size()), kPrefixForOneOrigin) ||
         std::any_of(std::begin(kForOneOrigin), std::end(kForOneOrigin),
                     [&](std::string_view other) { return same_text(name, other); });
}

bool is_of_body(std::string_view name) {
  return std::any_of(std::begin(kOfBody), std::end(kOfBody),
                     [&](std::string_view other) { return same_text(name, other); });
}

void drop_headers(HttpRequest& request, bool (*is_dropped)(std::string_view)) {
  Headers kept;
  for (const auto& [name, value] : request.headers) {
    if (!is_dropped(name)) kept.add_received(name, value);
  }
  request.headers = std::move(kept);
}

// Empty: a reference without a scheme. The rest follows the colon.
std::string take_scheme(std::string_view& location) {
  const auto end = location.find_first_of(":/?");
  if (end == location.npos || location[end] != ':') return {};
  auto scheme = ascii_lower(location.substr(0, end));
  location.remove_prefix(end + 1);
  return scheme;
}

// `/a/b/../c` -> `/a/c` (RFC 3986 5.2.4).
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/." || segment == "/..") {
      if (segment == "/..") out.resize(std::min(out.rfind('/'), out.size()));
      if (path.empty()) out += '/';
    } else {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

// A sloppy server may have left blanks or UTF-8 in it, which have no place in a request line.
std::string encoded(std::string_view target) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : target) {
    if (c > ' ' && c <= '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return out;
}

// A reference without an authority -> a target, relative to the present one (RFC 3986 5.2.2).
std::string resolve_target(std::string_view base, std::string_view reference) {
  const auto query_at = std::min(reference.find('?'), reference.size());
  const auto base_path = base.substr(0, base.find('?'));
  std::string path(reference.substr(0, query_at));
  if (path.empty()) {
    path = base_path;
  } else if (path.front() != '/') {
    path.insert(0, base_path.substr(0, base_path.rfind('/') + 1));
  }
  return encoded(without_dot_segments(path).append(reference.substr(query_at)));
}

std::optional<Origin> origin_of(std::string_view text) {
  try {
    return parse_origin(text);
  } catch (const InvalidArgument&) {
    return std::nullopt;
  }
}

bool same_origin(const Origin& a, const Origin& b) {
  return a.tls == b.tls && a.port == b.port && same_text(a.host, b.host);
}

// Takes `//host:port` off the location; the request then goes there.
void move_to(HttpRequest& request, std::string_view scheme, std::string_view& location) {
  location.remove_prefix(2);
  const auto authority = location.substr(0, location.find_first_of("/?"));
  location.remove_prefix(authority.size());
  if (authority.find('@') != authority.npos) refuse(request, "to a URL that names a user");
  const auto is_odd = [](char c) { return c <= ' ' || c > '~' || c == '\\'; };
  const auto present = origin_of(request.origin);
  const auto next = origin_of(std::string(scheme).append("://").append(authority));
  if (!next || !present || std::any_of(authority.begin(), authority.end(), is_odd)) {
    refuse(request, "to what is no http or https URL");
  }
  if (present->tls && !next->tls) refuse(request, "from https to http, which would show the call to everybody");
  if (!same_origin(*present, *next)) drop_headers(request, is_for_one_origin);
  request.origin = next->text;
  request.target = "/";
}

void keep_only_head(HttpRequest& request) {
  if (request.method != "HEAD") request.method = "GET";
  request.body.clear();
  request.source.reset();
  request.has_body = false;
  drop_headers(request, is_of_body);
}

}  // namespace

bool is_redirect(const HttpResponse& response) {
  if (std::find(std::begin(kRedirects), std::end(kRedirects), response.status) == std::end(kRedirects)) return false;
  const std::string* location = response.headers.find("Location");
  return location != nullptr && !trim(*location).empty();
}

void redirect(HttpRequest& request, const HttpResponse& response) {
  std::string_view location = trim(*response.headers.find("Location"));
  location = location.substr(0, location.find('#'));
  const auto scheme = take_scheme(location);
  if (!scheme.empty() && !location.starts_with("//")) refuse(request, "to what is no http or https URL");
  if (location.starts_with("//")) {
    const auto present = request.origin.substr(0, request.origin.find(':'));
    move_to(request, scheme.empty() ? present : scheme, location);
  }
  request.target = resolve_target(request.target, location);
  if (response.status != 307 && response.status != 308) keep_only_head(request);
}

}  // namespace databricks::detail
