#include "config/advice.hpp"

#include "config/attributes.hpp"
#include "config/profile.hpp"

namespace databricks {

namespace {

constexpr std::string_view kHidden = "***";

// An address may hold more than it should before resolve() has refused that: a password, or a query.
std::string shown_host(std::string_view host) {
  const auto scheme = host.find("://");
  const auto begin = scheme == host.npos ? 0 : scheme + 3;
  const auto authority = host.substr(begin, host.find_first_of("/?#", begin) - begin);
  const auto at = host.rfind('@');
  if (at == host.npos) return std::string(host.substr(0, begin)).append(authority);
  if (at < begin || at >= begin + authority.size()) return std::string(kHidden);
  return std::string(host.substr(0, begin)).append(host.substr(at + 1, begin + authority.size() - at - 1));
}

std::string text_of(const std::string& value) { return value; }
std::string text_of(const std::optional<int>& value) { return value.value_or(0) == 0 ? "" : std::to_string(*value); }
std::string text_of(const std::optional<bool>& value) { return value.value_or(false) ? "true" : ""; }

std::string shown_value(const Config& config, const AttributeRow& row) {
  std::string text = std::visit([&](auto member) { return text_of(config.*member); }, row.member);
  if (text.empty()) return text;
  if (row.attribute.secret) return std::string(kHidden);
  return row.attribute.name == "host" ? shown_host(text) : text;
}

void append_item(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

}  // namespace

std::string configuration_advice(const Config& config) {
  std::string attributes;
  std::string variables;
  for (const auto& row : attribute_rows()) {
    const auto value = shown_value(config, row);
    if (!value.empty()) append_item(attributes, std::string(row.attribute.name) + '=' + value);
    const auto variable = row.attribute.environment;
    if (!variable.empty() && !environment_value(config, variable).empty()) append_item(variables, variable);
  }
  std::string advice;
  if (!attributes.empty()) advice += ". Config: " + attributes;
  if (!variables.empty()) advice += ". Env: " + variables;
  return advice;
}

std::string_view without_final_dots(std::string_view message) {
  return message.substr(0, message.find_last_not_of('.') + 1);
}

}  // namespace databricks
