#include "config/advice.hpp"

#include "config/profile.hpp"

namespace databricks {

namespace {

constexpr std::string_view kHidden = "***";

// An address may hold more than it should before resolve() has refused that: a password, or a query.
std::string shown_address(std::string_view address, bool with_path) {
  const auto scheme = address.find("://");
  const auto begin = scheme == address.npos ? 0 : scheme + 3;
  const auto end = std::min(address.find_first_of("/?#", begin), address.size());
  const auto at = address.rfind('@');
  if (at != address.npos && (at < begin || at >= end)) return std::string(kHidden);
  const auto name = at == address.npos ? begin : at + 1;
  const auto last = with_path ? std::min(address.find_first_of("?#", end), address.size()) : end;
  return std::string(address.substr(0, begin)).append(address.substr(name, last - name));
}

void append_item(std::string& list, std::string_view item) {
  if (item.empty()) return;
  if (!list.empty()) list += ", ";
  list += item;
}

// The variable that is in the environment, be it the other name.
std::string_view variable_of(const Config& config, const ConfigAttribute& attribute) {
  for (const auto name : {attribute.environment, attribute.environment_alias}) {
    if (!name.empty() && !environment_value(config, name).empty()) return name;
  }
  return {};
}

}  // namespace

std::string shown_value(const Config& config, const AttributeRow& row, std::string_view mask) {
  auto text = attribute_text(config, row);
  if (text.empty()) return text;
  if (row.attribute.secret) return std::string(mask);
  if (row.attribute.name == "host") return shown_address(text, false);
  return text.find("://") == text.npos ? text : shown_address(text, true);
}

std::string configuration_advice(const Config& config) {
  std::string attributes;
  std::string variables;
  for (const auto& row : attribute_rows()) {
    const auto value = is_configured(config, row) ? shown_value(config, row, kHidden) : "";
    if (!value.empty()) append_item(attributes, std::string(row.attribute.name) + '=' + value);
    append_item(variables, variable_of(config, row.attribute));
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
