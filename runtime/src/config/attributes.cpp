#include "config/attributes.hpp"

#include "text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <databricks/error.hpp>

namespace databricks {

namespace {

constexpr AttributeRow kRows[] = {
    // name, environment, secret; member; group; in a profile
    {{"host", "DATABRICKS_HOST", false}, &Config::host, "", true},
    {{"account_id", "DATABRICKS_ACCOUNT_ID", false}, &Config::account_id, "", true},
    {{"workspace_id", "DATABRICKS_WORKSPACE_ID", false}, &Config::workspace_id, "", true},
    {{"token", "DATABRICKS_TOKEN", true}, &Config::token, "pat", true},
    {{"profile", "DATABRICKS_CONFIG_PROFILE", false}, &Config::profile, "", false},
    {{"config_file", "DATABRICKS_CONFIG_FILE", false}, &Config::config_file, "", false},
    {{"auth_type", "DATABRICKS_AUTH_TYPE", false}, &Config::auth_type, "", true},
    {{"skip_verify", "", false}, &Config::skip_verify, "", true},
    {{"http_timeout_seconds", "", false}, &Config::http_timeout_seconds, "", true},
    {{"debug_truncate_bytes", "DATABRICKS_DEBUG_TRUNCATE_BYTES", false}, &Config::debug_truncate_bytes, "", true},
    {{"debug_headers", "DATABRICKS_DEBUG_HEADERS", false}, &Config::debug_headers, "", true},
    {{"rate_limit", "DATABRICKS_RATE_LIMIT", false}, &Config::rate_limit, "", true},
    {{"retry_timeout_seconds", "", false}, &Config::retry_timeout_seconds, "", true},
    {{"max_connection_pools", "", false}, &Config::max_connection_pools, "", true},
    {{"max_connections_per_pool", "", false}, &Config::max_connections_per_pool, "", true},
    {{"ca_file", "DATABRICKS_CA_BUNDLE", false}, &Config::ca_file, "", true},
    {{"ca_directory", "", false}, &Config::ca_directory, "", true},
    {{"client_certificate", "", false}, &Config::client_certificate, "", true},
    {{"client_key", "", false}, &Config::client_key, "", true},
};

constexpr auto kAttributes = [] {
  std::array<ConfigAttribute, std::size(kRows)> attributes{};
  std::transform(std::begin(kRows), std::end(kRows), attributes.begin(), [](const auto& row) { return row.attribute; });
  return attributes;
}();

struct BoolWord {
  std::string_view word;
  bool value;
};

constexpr BoolWord kBoolWords[] = {{"1", true},  {"t", true},  {"true", true},
                                   {"0", false}, {"f", false}, {"false", false}};

bool parse(std::string_view text, std::string& value) {
  value = text;
  return true;
}

bool parse(std::string_view text, std::optional<int>& value) {
  const auto digits = trim(text);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  value = number;
  return error == std::errc() && end == digits.data() + digits.size();
}

bool parse(std::string_view text, std::optional<bool>& value) {
  const auto word = ascii_lower(trim(text));
  for (const auto& known : kBoolWords) {
    if (known.word != word) continue;
    value = known.value;
    return true;
  }
  return false;
}

constexpr std::string_view expected(const std::string&) { return "text"; }
constexpr std::string_view expected(const std::optional<int>&) { return "a whole number below 2147483648"; }
constexpr std::string_view expected(const std::optional<bool>&) { return "true or false"; }

bool is_set_value(const std::string& value) { return !value.empty(); }
template <class T>
bool is_set_value(const std::optional<T>& value) {
  return value.has_value();
}

}  // namespace

std::span<const ConfigAttribute> config_attributes() { return kAttributes; }

std::span<const AttributeRow> attribute_rows() { return kRows; }

bool is_set(const Config& config, const AttributeRow& row) {
  return std::visit([&](auto member) { return is_set_value(config.*member); }, row.member);
}

void set_from_text(Config& config, const AttributeRow& row, std::string_view text, std::string_view source) {
  const auto set = [&](auto member) {
    if (parse(text, config.*member)) return;
    std::string message = std::string(row.attribute.name) + " from " + std::string(source) + " must be ";
    message += expected(config.*member);
    if (!row.attribute.secret) message += ", not \"" + std::string(text) + '"';
    throw ConfigError(message);
  };
  std::visit(set, row.member);
}

}  // namespace databricks
