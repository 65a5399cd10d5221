#include "config/host.hpp"

#include "request/percent.hpp"
#include "text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <databricks/error.hpp>

namespace databricks {

namespace {

bool any_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

struct Promotion {
  std::string_view parameter;
  std::string Host::*member;
  bool (*accepts)(std::string_view);
};

// The first that is there wins.
constexpr Promotion kPromotions[] = {
    {"w", &Host::workspace_id, any_text},
    {"o", &Host::workspace_id, whole_number},
    {"workspace_id", &Host::workspace_id, whole_number},
    {"a", &Host::account_id, any_text},
    {"account_id", &Host::account_id, any_text},
};

std::string_view parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return pair.substr(name.size() + 1);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

void promote(std::string_view query, Host& host) {
  for (const auto& row : kPromotions) {
    const auto value = detail::percent_decoded(parameter(query, row.parameter));
    if ((host.*row.member).empty() && row.accepts(value)) host.*row.member = value;
  }
}

std::string take_scheme(std::string_view& text) {
  const auto end = std::min(text.find_first_of(":/?#"), text.size());
  if (!text.substr(end).starts_with("://")) return "https";
  const auto scheme = ascii_lower(text.substr(0, end));
  text.remove_prefix(end + 3);
  if (scheme == "https" || scheme == "http") return scheme;
  throw ConfigError("host has an unsupported scheme: write it as https://example.cloud.databricks.com");
}

// Where the port begins: behind the brackets of an IPv6 address.
std::size_t find_port(std::string_view authority) {
  const auto colon =
      authority.find(':', authority.starts_with('[') ? std::min(authority.find(']'), authority.size()) : 0);
  return std::min(colon, authority.size());
}

bool is_port(std::string_view text) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return text.empty() || (error == std::errc() && end == text.data() + text.size());
}

bool is_name_char(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("\"%<>[\\]^`{|}").find(c) == std::string_view::npos;
}

bool is_name(std::string_view text) {
  const bool is_address = text.size() > 2 && text.starts_with('[') && text.ends_with(']');
  if (is_address) text = text.substr(1, text.size() - 2);
  return std::all_of(text.begin(), text.end(), is_name_char);
}

}  // namespace

Host parse_host(std::string_view text) {
  text = trim(text);
  const auto scheme = take_scheme(text);
  const auto authority = text.substr(0, text.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) {
    throw ConfigError("host must not hold a user name or password: set username and password, or token, instead");
  }
  const auto port_at = find_port(authority);
  const auto name = authority.substr(0, port_at);
  auto port = authority.substr(std::min(port_at + 1, authority.size()));
  if (name.empty()) throw ConfigError("no host configured: write it as https://example.cloud.databricks.com");
  if (!is_name(name) || !is_port(port)) {
    throw ConfigError("host is no valid address: write it as https://example.cloud.databricks.com");
  }
  if (scheme == "https" && port == "443") port = {};
  const auto rest = text.substr(authority.size());
  Host host{.url = scheme + "://" + ascii_lower(name),
            .had_path = rest.find_first_not_of('/') < rest.find_first_of("?#")};
  if (!port.empty()) host.url += ':' + std::string(port);
  if (const auto query = text.find('?'); query != std::string_view::npos) {
    promote(text.substr(query + 1, text.find('#', query) - query - 1), host);
  }
  return host;
}

std::string_view bare_name(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  return url.substr(0, find_port(url));
}

}  // namespace databricks
