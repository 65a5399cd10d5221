// `databricks://user:password@host?attribute=value`.
#include "config/attributes.hpp"
#include "request/percent.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks {

namespace {

constexpr std::string_view kScheme = "databricks";

// What is before the separator; the rest, behind it, stays.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// As forms write it: a plus is a blank.
std::string form_decoded(std::string_view text) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  return detail::percent_decoded(blanks);
}

// Texts before `://` that are no scheme may be anything, secrets too.
[[noreturn]] void refuse_scheme(std::string_view scheme) {
  const auto is_scheme_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
  };
  const bool is_scheme = scheme.size() <= 16 && std::all_of(scheme.begin(), scheme.end(), is_scheme_char);
  throw ConfigError("Expected databricks:// scheme, got " + std::string(is_scheme ? scheme : "***") + "://");
}

void apply_query(Config& config, std::string_view query) {
  while (!query.empty()) {
    auto value = take(query, '&');
    const auto* row = find_attribute(form_decoded(take(value, '=')));
    if (row && !value.empty()) set_from_text(config, *row, form_decoded(value), "DSN");
  }
}

}  // namespace

Config parse_dsn(std::string_view dsn) {
  const auto scheme = std::min(dsn.find("://"), dsn.size());
  if (dsn.substr(0, scheme) != kScheme || scheme == dsn.size()) refuse_scheme(dsn.substr(0, scheme));
  auto rest = dsn.substr(scheme + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  rest = rest.substr(authority.size(), rest.find('#') - authority.size());
  Config config;
  const auto at = authority.rfind('@');
  if (at != authority.npos) {
    auto user = authority.substr(0, at);
    config.username = detail::percent_decoded(take(user, ':'));
    config.password = detail::percent_decoded(user);
  }
  const auto host = at == authority.npos ? authority : authority.substr(at + 1);
  if (!host.empty()) config.host = "https://" + std::string(host);
  take(rest, '?');
  apply_query(config, rest);
  return config;
}

}  // namespace databricks
